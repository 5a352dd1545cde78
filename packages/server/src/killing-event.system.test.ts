import { afterAll, beforeAll, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Row, Tenant } from './testing/api-client.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { spawnEntry } from './testing/spawn-entry.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const OTHERS = 40;
const FIRST_ID = 6_900_000_000_000_000;

let stage: Stage;
/** Takes events and answers, and leaves the work to others. */
let front: TestServer;
beforeAll(async () => {
  stage = await openStage();
  front = await stage.start({
    environment: { ROLES: 'ingest,api', RATE_LIMIT_OPERATOR: '1000000' },
  });
});
afterAll(() => stage.close());

const list = (path: string): Promise<readonly Row[]> => front.client.list(path, 'operator');
const deadOf = ({ appId }: Tenant) => list(`/internal/dead-letters?app_id=${appId}`);
const eventsOf = ({ appId }: Tenant, state: string) =>
  list(`/internal/events?app_id=${appId}&state=${state}`);

async function deliver(tenant: Tenant, callId: number, name: string): Promise<void> {
  const event = { ...exampleEvent(Date.UTC(2026, 8, 4)), call_id: callId };
  const token = signEvent({ ...event, contact: { type: 'local', name } }, tenant.hookSecret);
  expect(await front.client.deliver(tenant.hookId, token)).toBe(200);
}

/** As a supervisor runs a server: starts it again whenever it was killed. Counts how often it was. */
async function superviseUntil(isDone: () => Promise<boolean>): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const { exit, kill } = spawnEntry({
      entry: 'testing/faulty-main.test.support.ts',
      folder: stage.folder,
      environment: {
        ...testSecrets,
        DATABASE_URL: stage.databaseUrl,
        CTI_FAULT: 'killer:1',
        POLL_INTERVAL_MS: '100',
      },
    });
    let hasEnded = false;
    void exit.then(() => {
      hasEnded = true;
    });
    await waitFor('an end of the server, or of its work', async () => hasEnded || isDone());
    if (!hasEnded) {
      kill('SIGTERM');
      await exit;
      return kills;
    }
    expect((await exit).signal).toBe('SIGKILL');
  }
}

const LETTER = {
  state: 'dead',
  reason: 'crashed',
  attempts: 0,
  last_error: 'a worker died while it had this event in hand',
};

test('an event that kills each server that takes it is a dead letter after three', async () => {
  const tenant = await front.client.createTenant('Killer alone');
  await deliver(tenant, FIRST_ID, 'killer');
  const kills = await superviseUntil(async () => (await deadOf(tenant)).length > 0);
  expect(kills).toBe(3);
  expect(await deadOf(tenant)).toMatchObject([LETTER]);
});

test('the events beside a killing one are all done, and a replay puts that one back', async () => {
  const tenant = await front.client.createTenant('Killer among others');
  const quiet = await front.client.createTenant('Quiet');
  for (let nth = 1; nth <= OTHERS; nth += 1) {
    await deliver(tenant, FIRST_ID + nth, nth === OTHERS / 2 ? 'killer' : 'Grace Caller');
    await deliver(quiet, FIRST_ID + nth, 'Grace Caller');
  }
  const kills = await superviseUntil(
    async () =>
      (await deadOf(tenant)).length > 0 &&
      (await eventsOf(tenant, 'pending')).length === 0 &&
      (await eventsOf(quiet, 'pending')).length === 0,
  );
  // Together with all others, with a handful of them, and three times alone.
  expect(kills).toBe(5);
  const [letter, ...others] = await deadOf(tenant);
  expect(letter).toMatchObject(LETTER);
  expect(others).toEqual([]);
  expect(await eventsOf(tenant, 'done')).toHaveLength(OTHERS - 1);
  expect(await front.client.list('/api/calls', tenant)).toHaveLength(OTHERS - 1);
  expect(await front.client.list('/api/calls', quiet)).toHaveLength(OTHERS);

  const sound = await stage.start({ environment: { POLL_INTERVAL_MS: '100' } });
  const replay = `${front.url}/internal/dead-letters/${String(letter?.['id'])}/replay`;
  expect((await ask(replay, { method: 'POST' })).body).toMatchObject({ count: 1 });
  await waitFor('the call', async () => {
    return (await front.client.list('/api/calls', tenant)).length === OTHERS;
  });
  expect(await deadOf(tenant)).toEqual([]);
  const events = await eventsOf(tenant, 'done');
  expect(events).toHaveLength(OTHERS);
  expect(events.find(({ id }) => id === letter?.['id'])).toMatchObject({
    reason: null,
    attempts: 0,
    deliveries: 1,
  });
  await sound.stop();
});
