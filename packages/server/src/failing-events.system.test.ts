import { afterAll, beforeAll, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Row, Tenant } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

/** The promise: so soon a healthy event is visible, however many before it fail. */
const VISIBLE_MS = 5000;
const FAILING = 60;
const HEALTHY = 200;
const FIRST_ID = 6_800_000_000_000_000;

let stage: Stage;
let server: TestServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({
    environment: {
      RETRY_FIRST_MS: '5',
      RETRY_LONGEST_MS: '50',
      POLL_INTERVAL_MS: '100',
      RATE_LIMIT_OPERATOR: '1000000',
      RATE_LIMIT_PER_KEY: '1000000',
    },
  });
  await stage.query(
    `CREATE FUNCTION refuse_call() RETURNS trigger LANGUAGE plpgsql
     AS $$ BEGIN RAISE EXCEPTION 'no room for this one'; END $$`,
  );
});
afterAll(() => stage.close());

const eventOf = (callId: number): Row => ({
  ...exampleEvent(Date.UTC(2026, 8, 3)),
  call_id: callId,
  contact: { type: 'local', id: `contact-${callId}`, name: `Payload of ${callId}` },
});

const idsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, nth) => first + nth);

/** A fault that only the database can see. */
async function refuse(callIds: readonly number[]): Promise<void> {
  const listed = callIds.map((id) => `'${id}'`).join(', ');
  await stage.query(
    `CREATE TRIGGER refuse_call BEFORE INSERT ON calls
     FOR EACH ROW WHEN (NEW.call_id IN (${listed})) EXECUTE FUNCTION refuse_call()`,
  );
}
const refuseNone = () => stage.query('DROP TRIGGER refuse_call ON calls');

async function deliver(tenant: Tenant, callIds: readonly number[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  await inLanes(8, callIds, async (id) => {
    const token = signEvent(eventOf(id), tenant.hookSecret);
    statuses.push(await server.client.deliver(tenant.hookId, token));
  });
  return statuses;
}

const list = (path: string): Promise<readonly Row[]> => server.client.list(path, 'operator');
const post = (path: string, body: object): Promise<Reply> => ask(`${server.url}${path}`, { body });
const deadOf = ({ appId }: Tenant) => list(`/internal/dead-letters?app_id=${appId}`);
const callsOf = async (tenant: Tenant): Promise<ReadonlySet<unknown>> =>
  new Set((await server.client.list('/api/calls', tenant)).map((call) => call['dialpad_call_id']));
const actsOf = async ({ appId }: Tenant): Promise<readonly Row[]> =>
  (await list(`/internal/audit?app_id=${appId}`)).filter(
    ({ action }) => !/^(app|api-key|webhook)\./.test(String(action)),
  );
async function queue(): Promise<unknown> {
  return (await ask(`${server.url}/internal/queue`)).body['data'];
}

/** Once the tries are used up; then nothing of the queue waits. */
async function waitForDead(tenant: Tenant, count: number): Promise<readonly Row[]> {
  await waitFor('the dead letters', async () => (await deadOf(tenant)).length === count);
  return deadOf(tenant);
}

test('60 failing events hold up none of 200 healthy ones, and work once their cause is gone', async () => {
  const tenant = await server.client.createTenant('Failing');
  const failing = idsFrom(FIRST_ID, FAILING);
  const healthy = idsFrom(FIRST_ID + 1000, HEALTHY);
  await refuse(failing);

  const answers = [...(await deliver(tenant, failing)), ...(await deliver(tenant, healthy))];
  expect(answers).toEqual(answers.map(() => 200));
  expect(answers).toHaveLength(FAILING + HEALTHY);
  await waitFor(
    'the healthy calls',
    async () => {
      const visible = await callsOf(tenant);
      return healthy.every((id) => visible.has(String(id)));
    },
    VISIBLE_MS,
  );

  const dead = await waitForDead(tenant, FAILING);
  for (const letter of dead) {
    expect(letter).toMatchObject({
      state: 'dead',
      reason: 'failed',
      attempts: 12,
      deliveries: 1,
      last_error: 'P0001: no room for this one',
      next_attempt_at: null,
    });
  }
  expect(await queue()).toMatchObject({
    pending: 0,
    retrying: 0,
    dead: FAILING,
    quarantined: 0,
    unrouted: 0,
    oldest_pending_ms: null,
  });
  expect((await callsOf(tenant)).size).toBe(HEALTHY);

  await refuseNone();
  const filter = { app_id: tenant.appId, reason: 'failed' };
  const foreseen = await post('/internal/dead-letters/replay', { ...filter, dry_run: true });
  expect(foreseen.body).toMatchObject({ dry_run: true, count: FAILING });
  expect(await deadOf(tenant)).toEqual(dead);
  expect(await actsOf(tenant)).toEqual([]);

  const replays = await Promise.all(
    [1, 2].map(() => post('/internal/dead-letters/replay', filter)),
  );
  expect(replays.map(({ status }) => status)).toEqual([200, 200]);
  const counts = replays.map(({ body }) => Number(body['count']));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(FAILING);
  await waitFor('all calls', async () => (await callsOf(tenant)).size === FAILING + HEALTHY);

  expect(await deadOf(tenant)).toEqual([]);
  const events = await list(`/internal/events?app_id=${tenant.appId}`);
  expect(events).toHaveLength(FAILING + HEALTHY);
  for (const event of events) {
    expect(event).toMatchObject({ state: 'done', reason: null, deliveries: 1 });
  }
  // Each was folded once: what is visible of it changed once.
  const calls = await server.client.list('/api/calls', tenant);
  expect(new Set(calls.map(({ version }) => version))).toEqual(new Set([1]));
  const acts = await actsOf(tenant);
  const withEffect = replays.filter(({ body }) => Number(body['count']) > 0);
  expect(acts.map((act) => [act['action'], act['count'], act['request_id']])).toEqual(
    expect.arrayContaining(
      withEffect.map(({ body, headers }) => [
        'dead-letter.replayed',
        body['count'],
        headers.get('x-request-id'),
      ]),
    ),
  );
  expect(acts).toHaveLength(withEffect.length);
});

test('a replay is repeated without effect, also for one that is named, and then says 404', async () => {
  const tenant = await server.client.createTenant('Replayed one by one');
  const [callId = 0] = idsFrom(FIRST_ID + 2000, 1);
  await refuse([callId]);
  await deliver(tenant, [callId]);
  const [letter] = await waitForDead(tenant, 1);
  await refuseNone();

  const path = `/internal/dead-letters/${String(letter?.['id'])}/replay`;
  const replays = await Promise.all(
    Array.from({ length: 10 }, () => ask(`${server.url}${path}`, { method: 'POST' })),
  );
  const statuses = replays.map(({ status }) => status);
  expect(statuses.toSorted((one, two) => one - two)).toEqual([200, ...Array(9).fill(404)]);
  await waitFor('the call', async () => (await callsOf(tenant)).has(String(callId)));
  expect(await actsOf(tenant)).toMatchObject([
    { action: 'dead-letter.replayed', count: 1, subject_id: letter?.['id'] },
  ]);
});

test('a payload is shown on request only, and each time that is noted', async () => {
  const tenant = await server.client.createTenant('Shown');
  const [callId = 0] = idsFrom(FIRST_ID + 3000, 1);
  await refuse([callId]);
  await deliver(tenant, [callId]);
  const [letter] = await waitForDead(tenant, 1);
  await refuseNone();
  const id = String(letter?.['id']);

  for (const place of ['events', 'dead-letters']) {
    const bare = await ask(`${server.url}/internal/${place}/${id}`);
    expect(bare.body['data']).toEqual(letter);
  }
  expect(await actsOf(tenant)).toEqual([]);

  const requestIds: unknown[] = [];
  for (const place of ['events', 'dead-letters']) {
    const shown = await ask(`${server.url}/internal/${place}/${id}?payload=true`);
    expect(shown.body['data']).toEqual({
      ...letter,
      payload: { text: JSON.stringify(eventOf(callId)) },
    });
    requestIds.unshift(shown.headers.get('x-request-id'));
  }
  expect(await actsOf(tenant)).toMatchObject(
    requestIds.map((requestId) => ({
      action: 'event.payload-shown',
      actor: 'operator',
      address: '127.0.0.1',
      subject_id: id,
      request_id: requestId,
      count: 1,
    })),
  );
});

test('what is purged is gone with its payload, and a dry run changes nothing', async () => {
  const tenant = await server.client.createTenant('Purged');
  const callIds = idsFrom(FIRST_ID + 4000, 5);
  await refuse(callIds);
  await deliver(tenant, callIds);
  const [first, ...others] = await waitForDead(tenant, 5);
  const inTables = async (): Promise<readonly number[]> => {
    const bytes = await dumpTables(stage);
    return callIds.filter((id) => bytes.includes(`Payload of ${id}`));
  };
  expect(await inTables()).toEqual(callIds);

  const filter = { app_id: tenant.appId };
  const foreseen = await post('/internal/dead-letters/purge', { ...filter, dry_run: true });
  expect(foreseen.body).toMatchObject({ dry_run: true, count: 5 });
  expect(await deadOf(tenant)).toEqual([first, ...others]);
  expect(await inTables()).toEqual(callIds);
  expect(await actsOf(tenant)).toEqual([]);

  const one = `${server.url}/internal/dead-letters/${String(first?.['id'])}`;
  expect((await ask(one, { method: 'DELETE' })).body).toMatchObject({ count: 1 });
  expect(await deadOf(tenant)).toEqual(others);
  expect(await inTables()).toHaveLength(4);
  expect((await post('/internal/dead-letters/purge', filter)).body).toMatchObject({ count: 4 });
  expect(await deadOf(tenant)).toEqual([]);
  expect(await inTables()).toEqual([]);
  for (const { id } of [first ?? {}, ...others]) {
    for (const place of ['events', 'dead-letters']) {
      const path = `${server.url}/internal/${place}/${String(id)}?payload=true`;
      expect((await ask(path)).status).toBe(404);
    }
  }
  expect(await actsOf(tenant)).toMatchObject([
    { action: 'dead-letter.purged', count: 4, subject_id: null },
    { action: 'dead-letter.purged', count: 1, subject_id: first?.['id'] },
  ]);

  // Dialpad may send it again: what somebody gave up does not come back.
  await refuseNone();
  expect(await deliver(tenant, callIds)).toEqual(callIds.map(() => 200));
  expect(await queue()).toMatchObject({ pending: 0, retrying: 0 });
  expect(await list(`/internal/events?app_id=${tenant.appId}`)).toEqual([]);
});
