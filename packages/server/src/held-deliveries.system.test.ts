import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Row, Tenant } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const COUNT = 30;
const FIRST_ID = 7_000_000_000_000_000;
const environment = { RATE_LIMIT_OPERATOR: '1000000', POLL_INTERVAL_MS: '100' };

let stage: Stage;
let server: TestServer;
/** Another process: what is decided at one holds at the other. */
let other: TestServer;
let first: Tenant;
let second: Tenant;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({ environment });
  other = await stage.start({ environment });
  first = await server.client.createTenant('First');
  second = await server.client.createTenant('Second');
});
afterAll(() => stage.close());

const eventOf = (callId: number): Row => ({
  ...exampleEvent(Date.UTC(2026, 8, 5)),
  call_id: callId,
  contact: { type: 'local', name: `Payload of ${callId}` },
});
const newSecret = (): string => randomBytes(32).toString('base64url');
const post = (path: string, body: object): Promise<Reply> => ask(`${server.url}${path}`, { body });
const list = (path: string): Promise<readonly Row[]> => server.client.list(path, 'operator');
async function queue(): Promise<unknown> {
  return (await ask(`${server.url}/internal/queue`)).body['data'];
}
const actsOf = (action: string): Promise<readonly Row[]> =>
  list(`/internal/audit?action=${action}`);
const callsOf = async (tenant: Tenant): Promise<readonly string[]> => {
  const calls = await server.client.list('/api/calls', tenant);
  return calls.map((call) => String(call['dialpad_call_id'])).toSorted();
};
const rising = (numbers: readonly number[]): readonly number[] =>
  numbers.toSorted((one, two) => one - two);
const idsFrom = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, nth) => from + nth);

test('deliveries to a hook with a mistyped secret become calls once the right one is entered', async () => {
  const right = newSecret();
  const forger = newSecret();
  const made = await post(`/internal/webhooks/create?app_id=${first.appId}`, {
    register: false,
    webhook_secret: `${right.slice(1)}x`,
  });
  const hookId = String(made.body['hook_id']);
  const callIds = idsFrom(FIRST_ID, COUNT);
  for (const id of callIds) {
    expect(await server.client.deliver(hookId, signEvent(eventOf(id), right))).toBe(401);
  }
  const forged = signEvent(eventOf(FIRST_ID + 500), forger);
  expect(await server.client.deliver(hookId, forged)).toBe(401);
  const quarantine = () => list(`/internal/quarantine?hook_id=${hookId}`);
  await waitFor('the quarantine', async () => (await quarantine()).length === COUNT + 1);
  for (const held of await quarantine()) {
    expect(held).toMatchObject({ state: 'quarantined', reason: 'signature-refused' });
  }
  expect(await queue()).toMatchObject({ quarantined: COUNT + 1, pending: 0, dead: 0 });
  expect(await callsOf(first)).toEqual([]);

  const release = (at: TestServer, body: object): Promise<Reply> =>
    ask(`${at.url}/internal/quarantine/release`, { body });
  const foreseen = await release(server, { hook_id: hookId, dry_run: true });
  expect(foreseen.body).toMatchObject({ dry_run: true, count: COUNT + 1, refused: [] });
  expect(await quarantine()).toHaveLength(COUNT + 1);
  const tooEarly = await release(other, { hook_id: hookId });
  expect(tooEarly.body).toMatchObject({ count: 0 });
  expect(tooEarly.body['refused']).toHaveLength(COUNT + 1);
  expect(await actsOf('quarantine.released')).toEqual([]);

  const rotated = await post(`/internal/webhooks/${hookId}/rotate-secret`, {
    webhook_secret: right,
    overlap_seconds: 0,
  });
  expect(rotated.status).toBe(200);
  // At once, and by the process that has just read the old secret.
  const released = await release(other, { hook_id: hookId });
  const [stays, ...none] = await quarantine();
  expect(none).toEqual([]);
  expect(released.body).toMatchObject({
    count: COUNT,
    refused: [{ id: stays?.['id'], reason: 'signature-refused' }],
    next: null,
  });
  await waitFor('the calls', async () => (await callsOf(first)).length === COUNT);
  expect(await callsOf(first)).toEqual(callIds.map(String));
  expect(await callsOf(second)).toEqual([]);
  expect(stays).toMatchObject({ reason: 'signature-refused', app_id: first.appId });
  expect(await actsOf('quarantine.released')).toMatchObject([
    { count: COUNT, request_id: released.headers.get('x-request-id') },
  ]);

  const again = await release(server, { hook_id: hookId });
  expect(again.body).toMatchObject({ count: 0, refused: [{ id: stays?.['id'] }] });
  expect(await actsOf('quarantine.released')).toHaveLength(1);
  const one = await ask(`${server.url}/internal/quarantine/${String(stays?.['id'])}/release`, {
    method: 'POST',
  });
  expect({ status: one.status, body: one.body }).toMatchObject({
    status: 422,
    body: { code: 'release-refused', reason: 'signature-refused' },
  });
  const shown = await ask(
    `${server.url}/internal/quarantine/${String(stays?.['id'])}?payload=true`,
  );
  expect(shown.body['data']).toMatchObject({ payload: { text: forged } });
  expect(await actsOf('event.payload-shown')).toMatchObject([{ subject_id: stays?.['id'] }]);
});

test('what comes over the plain path while there are two apps goes to the one that is named', async () => {
  const callIds = idsFrom(FIRST_ID + 1000, COUNT);
  for (const id of callIds) {
    const answer = await fetch(`${server.url}/webhooks/dialpad`, {
      method: 'POST',
      body: signEvent(eventOf(id), testSecrets.DIALPAD_WEBHOOK_SECRET),
    });
    expect(await answer.json()).toEqual({ success: true, result: 'unrouted' });
  }
  const unrouted = () => list('/internal/unrouted');
  expect(await unrouted()).toHaveLength(COUNT);
  expect(await queue()).toMatchObject({ unrouted: COUNT, pending: 0, dead: 0 });

  const before = await callsOf(first);
  const [one] = await unrouted();
  const path = `/internal/unrouted/${String(one?.['id'])}/release`;
  expect((await post(path, { to_app_id: second.appId })).body).toMatchObject({ count: 1 });
  const toSecond = { to_app_id: second.appId, all: true };
  const foreseen = await post('/internal/unrouted/release', { ...toSecond, dry_run: true });
  expect(foreseen.body).toMatchObject({ dry_run: true, count: COUNT - 1 });
  expect(await unrouted()).toHaveLength(COUNT - 1);

  const releases = await Promise.all(
    [server, other].map(({ url }) => ask(`${url}/internal/unrouted/release`, { body: toSecond })),
  );
  const counts = releases.map(({ body }) => Number(body['count']));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(COUNT - 1);
  await waitFor('the calls', async () => (await callsOf(second)).length === COUNT);
  expect(await callsOf(second)).toEqual(callIds.map(String));
  expect(await callsOf(first)).toEqual(before);
  expect(await unrouted()).toEqual([]);
  expect(await queue()).toMatchObject({ unrouted: 0, pending: 0, dead: 0 });
  const events = await list(`/internal/events?app_id=${second.appId}`);
  expect(events).toHaveLength(COUNT);
  for (const event of events) expect(event).toMatchObject({ state: 'done', hook_id: 'default' });
  const acts = (await actsOf('unrouted.released')).map((act) => Number(act['count']));
  expect(rising(acts)).toEqual(rising([1, ...counts.filter((count) => count > 0)]));
});

test('purged deliveries are gone with their content, noted once, and only those that are meant', async () => {
  const hookId = first.hookId;
  const secret = newSecret();
  const tokens = idsFrom(FIRST_ID + 2000, 3).map((id) => signEvent(eventOf(id), secret));
  for (const token of tokens) expect(await server.client.deliver(hookId, token)).toBe(401);
  const plain = idsFrom(FIRST_ID + 3000, 2);
  for (const id of plain) {
    const body = signEvent(eventOf(id), testSecrets.DIALPAD_WEBHOOK_SECRET);
    await fetch(`${server.url}/webhooks/dialpad`, { method: 'POST', body });
  }
  const quarantine = () => list(`/internal/quarantine?hook_id=${hookId}`);
  await waitFor('the quarantine', async () => (await quarantine()).length === tokens.length);
  const kept = async () => {
    const bytes = await dumpTables(stage);
    return {
      tokens: tokens.filter((token) => bytes.includes(token)).length,
      payloads: plain.filter((id) => bytes.includes(`Payload of ${id}`)).length,
    };
  };
  expect(await kept()).toEqual({ tokens: 3, payloads: 2 });

  const held = await quarantine();
  const meant = { hook_id: hookId, reason: 'signature-refused' };
  const foreseen = await post('/internal/quarantine/purge', { ...meant, dry_run: true });
  expect(foreseen.body).toMatchObject({ dry_run: true, count: 3 });
  expect(await quarantine()).toEqual(held);
  expect(await actsOf('quarantine.purged')).toEqual([]);
  expect((await post('/internal/quarantine/purge', {})).status).toBe(400);

  const purged = await post('/internal/quarantine/purge', meant);
  expect(purged.body).toMatchObject({ count: 3, next: null });
  expect(await quarantine()).toEqual([]);
  expect(await kept()).toEqual({ tokens: 0, payloads: 2 });
  // What another hook had in quarantine stays.
  expect(await list('/internal/quarantine')).toHaveLength(1);
  expect(await actsOf('quarantine.purged')).toMatchObject([{ count: 3, app_id: first.appId }]);
  for (const { id } of held) {
    const path = `${server.url}/internal/quarantine/${String(id)}?payload=true`;
    expect((await ask(path)).status).toBe(404);
  }

  expect((await post('/internal/unrouted/purge', { all: true })).body).toMatchObject({ count: 2 });
  expect(await kept()).toEqual({ tokens: 0, payloads: 0 });
  expect(await actsOf('unrouted.purged')).toMatchObject([{ count: 2, app_id: null }]);
});
