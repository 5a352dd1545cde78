import assert from 'node:assert/strict';

import type { DialpadMedia } from '../domain/dialpad.ts';
import { answered } from './harness/answered.ts';
import { all, clientOf, dialpadLaw, onlyError, refused } from './harness/dialpad.ts';

const A_DAY = 86_400_000;
const NOT_FOUND = { kind: 'dialpad-not-found' };
const NOBODYS = '4500000000000001';

/** People, calls and what was said, as the port `DialpadClient` promises them. */
export const dialpadReadingLaws = [
  dialpadLaw('me is whose token it is, and Dialpad’s clock', async (subject) => {
    const client = clientOf(subject);
    const { user, at } = await answered(client.me());
    assert.equal(user.isAdmin, true);
    assert.ok(at === null || at > A_DAY, String(at));
    assert.deepEqual(
      (await all(client.users({}))).filter(({ id }) => id === user.id),
      [user],
    );
  }),

  dialpadLaw('users are those with the address that is asked for', async (subject) => {
    const client = clientOf(subject);
    const { user } = await answered(client.me());
    const [email = ''] = user.emails;
    assert.deepEqual(await all(client.users({ email })), [user]);
    assert.deepEqual(await all(client.users({ email: 'nobody@nowhere.example' })), []);
  }),

  dialpadLaw('all concluded calls of a window of any length, the newest first', async (subject) => {
    const concluded = await subject.concludeCalls(70);
    const client = clientOf(subject);
    const to = Date.now() + A_DAY;
    for (const days of [2, 29, 30, 31, 95]) {
      const calls = await all(client.calls({ from: to - days * A_DAY, to }));
      const ids = calls.map(({ callId }) => callId);
      assert.deepEqual([...ids].sort(), [...concluded].sort());
      const times = calls.map(({ startedAt }) => startedAt ?? 0);
      assert.deepEqual(
        times,
        times.toSorted((one, other) => other - one),
      );
      assert.ok(calls.every(({ endedAt }) => endedAt !== null));
    }
  }),

  dialpadLaw('a window holds what started from its start, and before its end', async (subject) => {
    await subject.concludeCalls(3);
    const client = clientOf(subject);
    const now = Date.now() + A_DAY;
    const everything = await all(client.calls({ from: now - 2 * A_DAY, to: now }));
    const [time = 0] = everything.map(({ startedAt }) => startedAt ?? 0);
    const of = async (from: number, to: number) =>
      (await all(client.calls({ from, to }))).map(({ callId }) => callId);
    const then = everything
      .filter(({ startedAt }) => startedAt === time)
      .map(({ callId }) => callId);
    assert.deepEqual((await of(time, time + 1)).sort(), then.sort());
    assert.deepEqual(
      (await of(time - A_DAY, time)).filter((id) => then.includes(id)),
      [],
    );
    assert.deepEqual(await of(time, time), []);
    assert.deepEqual(await of(time + 1, time), []);
  }),

  dialpadLaw('a call is the whole of what Dialpad tells, sorted by name', async (subject) => {
    const [id = ''] = await subject.concludeCalls(1);
    const call = await answered(clientOf(subject).call(id));
    assert.equal(call.callId, id);
    const whole: unknown = JSON.parse(call.json);
    assert.ok(typeof whole === 'object' && whole !== null && 'call_id' in whole);
    assert.equal(String(whole.call_id), id);
    const names = Object.keys(whole);
    assert.deepEqual(names, names.toSorted());
    assert.deepEqual(await refused(clientOf(subject).call(NOBODYS)), NOT_FOUND);
  }),

  dialpadLaw(
    'a transcript has its lines in order, and is empty when there is none',
    async (subject) => {
      const client = clientOf(subject);
      const { callId, speech } = await subject.transcribedCall();
      const lines = await answered(client.transcript(callId));
      assert.equal(lines.filter(({ type }) => type === 'transcript').length, speech);
      for (const { at } of lines) assert.ok(at?.endsWith('Z'), String(at));
      const times = lines.map(({ at }) => Date.parse(at ?? ''));
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
      );

      const calls = await subject.concludeCalls(5);
      const counts = [];
      for (const id of calls.slice(0, 15)) {
        counts.push((await answered(client.transcript(id))).length);
      }
      assert.ok(counts.includes(0));
    },
  ),

  dialpadLaw('audio comes whole or in the part that is asked for', async (subject) => {
    const client = clientOf(subject);
    const { url, size } = await subject.recording();
    const whole = await answered(client.media(url));
    assert.equal(whole.status, 200);
    assert.ok(whole.contentLength === null || whole.contentLength === size);
    const bytes = await bytesOf(whole);
    assert.equal(bytes.length, size);

    const part = await answered(client.media(url, 'bytes=2-5'));
    assert.equal(part.status, 206);
    assert.equal(part.contentRange, `bytes 2-5/${size}`);
    assert.deepEqual(await bytesOf(part), bytes.subarray(2, 6));
  }),

  dialpadLaw(
    'audio that is left is no trouble, and what is not there is not found',
    async (subject) => {
      const client = clientOf(subject);
      const { url } = await subject.recording();
      const { body } = await answered(client.media(url));
      for await (const _first of body) break;
      assert.equal((await bytesOf(await answered(client.media(url)))).length > 0, true);
      assert.deepEqual(await refused(client.media(`${url}0`)), NOT_FOUND);
    },
  ),

  dialpadLaw('a link to another host than Dialpad’s is rejected', async (subject) => {
    const client = clientOf(subject);
    for (const url of [
      'https://elsewhere.example/r/1',
      'https://dialpad.com.elsewhere.example/r/1',
      'https://notdialpad.com/r/1',
      'https://dialpad.com@elsewhere.example/r/1',
      'https://user:password@dialpad.com/r/1',
      'http://dialpad.com/r/1',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//dialpad.com/r/1',
      'no link',
      '',
    ]) {
      assert.equal((await refused(client.media(url))).kind, 'dialpad-rejected', url);
    }
  }),

  dialpadLaw('what lacks a scope is forbidden, and says which', async (subject) => {
    const client = clientOf(subject, subject.limitedToken);
    const to = Date.now();
    assert.deepEqual(await onlyError(client.calls({ from: to - A_DAY, to })), {
      kind: 'dialpad-forbidden',
      scope: 'calls:list',
    });
    const { url } = await subject.recording();
    assert.deepEqual(await refused(client.media(url)), {
      kind: 'dialpad-forbidden',
      scope: 'recordings_export',
    });
  }),
];

async function bytesOf({ body }: DialpadMedia): Promise<Uint8Array> {
  const bytes: number[] = [];
  for await (const chunk of body) bytes.push(...chunk);
  return Uint8Array.from(bytes);
}
