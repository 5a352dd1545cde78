import { createHmac } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Problem } from '../../problem.ts';
import {
  callEvent,
  type Desk,
  openDesk,
  WRONG_SECRET,
} from '../../test-rig/open-desk.test.support.ts';
import { jsonOf, sign } from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const QUARANTINE = '/internal/quarantine';
const UNROUTED = '/internal/unrouted';
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
  expect(desk.faults).toEqual([]);
});

const release = (path: string, body: object) => desk.operator(`${path}/release`, body);
const idOfHook = () => desk.mine.hookPath.split('/').at(-1);
const mendSecret = async () => {
  const path = `/internal/webhooks/${idOfHook()}/rotate-secret`;
  expect((await desk.operator(path, { webhook_secret: WRONG_SECRET })).status).toBe(200);
};
/** Beyond making apps and hooks, and mending a hook. */
const released = async () =>
  (await desk.acts()).map(({ action, count, subject_id: id }) => [action, count, id]);

describe('the quarantine', () => {
  beforeEach(async () => {
    await desk.makeRefused(desk.mine, [callEvent(1), callEvent(2)]);
  });

  test('lets nothing out that does not verify today', async () => {
    const rows = await desk.rows(QUARANTINE);
    const id = String(rows[0]?.['id']);
    const answer = await release(`${QUARANTINE}/${id}`, {});
    const problem = Problem.parse(await answer.json());
    expect([answer.status, problem.code, problem.reason]).toEqual([
      422,
      'release-refused',
      'signature-refused',
    ]);
    const all = await jsonOf(await release(QUARANTINE, { all: true }));
    expect(all).toEqual({
      success: true,
      dry_run: false,
      count: 0,
      refused: expect.arrayContaining(
        rows.map((row) => ({ id: row['id'], reason: 'signature-refused' })),
      ),
      next: null,
      message: '0 released.',
    });
    expect(await desk.rows(QUARANTINE)).toEqual(rows);
    expect(await released()).toEqual([]);
  });

  test('lets out one, once the secret is right', async () => {
    await mendSecret();
    const [row, other] = await desk.rows(QUARANTINE);
    const answer = await release(`${QUARANTINE}/${String(row?.['id'])}`, {});
    expect(await jsonOf(answer)).toEqual({
      success: true,
      dry_run: false,
      count: 1,
      refused: [],
      next: null,
      message: '1 released.',
    });
    expect(await desk.rows(QUARANTINE)).toEqual([other]);
    await desk.processAll();
    const calls = await jsonOf(await desk.api(desk.mine, '/api/calls'));
    expect(calls['data']).toHaveLength(1);
    const again = await release(`${QUARANTINE}/${String(row?.['id'])}`, {});
    expect(await refusal(again)).toEqual([404, 'not-found']);
    expect(await released()).toEqual([['quarantine.released', 1, row?.['id']]]);
  });

  test('lets out what is named, slice by slice, and names what stays', async () => {
    const body = sign('no JSON', desk.mine.secret);
    await desk.send(desk.mine.hookPath, { method: 'POST', body });
    await mendSecret();
    expect(await jsonOf(await release(QUARANTINE, { all: true, dry_run: true }))).toEqual({
      success: true,
      dry_run: true,
      count: 3,
      refused: [],
      next: null,
      message: '3 would be released.',
    });
    expect(await desk.rows(QUARANTINE)).toHaveLength(3);
    const first = await jsonOf(await release(QUARANTINE, { all: true, limit: 1 }));
    expect(first).toMatchObject({ count: 1, refused: [], next: expect.any(String) });
    const rest = await jsonOf(
      await release(QUARANTINE, { all: true, limit: 200, after: first['next'] }),
    );
    const [stays, ...none] = await desk.rows(QUARANTINE);
    expect(none).toEqual([]);
    expect(rest).toMatchObject({
      count: 1,
      refused: [{ id: stays?.['id'], reason: 'payload-not-json' }],
      next: null,
    });
    expect(stays).toMatchObject({ reason: 'payload-not-json', app_id: desk.mine.appId });
  });

  test('shows what is not text byte for byte', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    const body = signBytes(bytes, desk.mine.secret);
    expect((await desk.send(desk.mine.hookPath, { method: 'POST', body })).status).toBe(200);
    const [row] = await desk.rows(`${QUARANTINE}?reason=payload-not-utf8`);
    const shown = await desk.read(`${QUARANTINE}/${String(row?.['id'])}?payload=true`);
    expect(shown['data']).toMatchObject({ payload: { base64: bytes.toString('base64') } });
  });
});

describe('the unrouted', () => {
  beforeEach(async () => {
    await desk.makeUnrouted([callEvent(1), callEvent(2), callEvent(3)]);
  });

  test('are given to an app, one by one', async () => {
    const [row, ...others] = await desk.rows(UNROUTED);
    const path = `${UNROUTED}/${String(row?.['id'])}`;
    const answer = await release(path, { to_app_id: desk.foreign.appId });
    expect(await jsonOf(answer)).toMatchObject({ count: 1, refused: [], message: '1 released.' });
    expect(await desk.rows(UNROUTED)).toEqual(others);
    await desk.processAll();
    const calls = await jsonOf(await desk.api(desk.foreign, '/api/calls'));
    expect(calls['data']).toMatchObject([{ dialpad_call_id: '3' }]);
    expect(await jsonOf(await desk.api(desk.mine, '/api/calls'))).toMatchObject({ data: [] });
    const again = await release(path, { to_app_id: desk.foreign.appId });
    expect(await refusal(again)).toEqual([404, 'not-found']);
    expect(await released()).toEqual([['unrouted.released', 1, row?.['id']]]);
  });

  test('are given to an app together', async () => {
    const to = { to_app_id: desk.mine.appId };
    const foreseen = await release(UNROUTED, { ...to, hook_id: 'default', dry_run: true });
    expect(await jsonOf(foreseen)).toMatchObject({ dry_run: true, count: 3 });
    expect(await desk.rows(UNROUTED)).toHaveLength(3);
    const answer = await release(UNROUTED, { ...to, hook_id: 'default' });
    expect(await jsonOf(answer)).toMatchObject({ dry_run: false, count: 3, refused: [] });
    expect(await desk.rows(UNROUTED)).toEqual([]);
    await desk.processAll();
    const calls = await jsonOf(await desk.api(desk.mine, '/api/calls'));
    expect(calls['data']).toHaveLength(3);
    expect(await released()).toMatchObject([['unrouted.released', 3, null]]);
  });

  test('are given to nobody who is not there', async () => {
    const [row] = await desk.rows(UNROUTED);
    for (const answer of [
      release(UNROUTED, { all: true, to_app_id: NOBODY }),
      release(`${UNROUTED}/${String(row?.['id'])}`, { to_app_id: NOBODY }),
    ]) {
      expect(await refusal(await answer)).toEqual([404, 'not-found']);
    }
    expect(await desk.rows(UNROUTED)).toHaveLength(3);
    expect(await released()).toEqual([]);
  });

  test.each([
    ['', { all: true }, '/body/to_app_id'],
    ['', { all: true, to_app_id: 'x' }, '/body/to_app_id'],
    ['', { to_app_id: NOBODY }, '/body'],
    [`/${NOBODY}`, {}, '/body/to_app_id'],
    [`/${NOBODY}`, { to_app_id: NOBODY, all: true }, '/body/all'],
  ])('are not released by %s %j', async (rest, body, pointer) => {
    const answer = await release(`${UNROUTED}${rest}`, body);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
    expect(await desk.rows(UNROUTED)).toHaveLength(3);
  });
});

test.each([
  [QUARANTINE, {}, '/body'],
  [QUARANTINE, { all: true, to_app_id: NOBODY }, '/body/to_app_id'],
  [QUARANTINE, { reason: 'unrouted' }, '/body/reason'],
])('%s is not released by %j', async (path, body, pointer) => {
  expect(await refusal(await release(path, body))).toEqual([400, 'request-invalid', pointer]);
});

test.each([NOBODY, 'x', '%00'])('%s is not there to be released', async (id) => {
  const to = { to_app_id: desk.mine.appId };
  expect(await refusal(await release(`${QUARANTINE}/${id}`, {}))).toEqual([404, 'not-found']);
  expect(await refusal(await release(`${UNROUTED}/${id}`, to))).toEqual([404, 'not-found']);
});

function signBytes(payload: Uint8Array, secret: string): string {
  const head = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
  const signed = `${head}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
