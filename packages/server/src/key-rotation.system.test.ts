import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import type { Row } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { cutListeners, type ListenerCuts } from './testing/cut-listeners.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { USE_ENVIRONMENT, useUntilRefused } from './testing/use-until-refused.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const HOUR_SECONDS = 3600;

let stage: Stage;
let first: TestServer;
let servers: readonly TestServer[];
let cuts: ListenerCuts;
beforeAll(async () => {
  stage = await openStage();
  const start = (): Promise<TestServer> => stage.start({ environment: USE_ENVIRONMENT });
  const [one, other] = await Promise.all([start(), start()]);
  [first, servers] = [one, [one, other]];
  // No hint is needed for any of it.
  cuts = cutListeners(stage);
});
afterAll(async () => {
  expect(await cuts.end()).toBeGreaterThan(10);
  await stage.close();
});

const operate = (server: TestServer, path: string, body: object = {}): Promise<Reply> =>
  ask(`${server.url}/internal/${path}`, { body });

/** The status of the answer of each server. */
const opens = (apiKey: string): Promise<readonly number[]> =>
  Promise.all(servers.map(({ client }) => client.get('/api/calls', { apiKey }))).then((answers) =>
    answers.map(({ status }) => status),
  );

const become = (apiKey: string, status: number): Promise<void> =>
  waitFor(`${status} on both`, async () => (await opens(apiKey)).every((one) => one === status));

const keysOf = (appId: string): Promise<readonly Row[]> =>
  first.client.list(`/internal/apps/${appId}/api-key/status`, 'operator');

const newKeyOf = ({ body }: Reply): string => String(body['api_key']);

test('a key that expires opens until then on both, and not longer', async () => {
  const { appId } = await first.client.createTenant('Expiry');
  const expiresAt = Date.now() + 4000;
  const made = await operate(first, `apps/${appId}/api-key`, {
    name: 'short',
    expires_at: new Date(expiresAt).toISOString(),
  });
  const end = async () => expiresAt;
  for (const used of await useUntilRefused({ servers, apiKey: newKeyOf(made), end })) {
    expect(used.openedForMs).toBe(0);
    expect(used.refusedAt).toBeGreaterThanOrEqual(expiresAt);
  }
});

test('with an overlap the old key and the new one open, and after it only the new one', async () => {
  const { appId, apiKey } = await first.client.createTenant('Overlap');
  let newKey = '';
  let overlapEnd = 0;
  const used = await useUntilRefused({
    servers,
    apiKey,
    async end() {
      // Longer than any process may go without hearing of it.
      const rotated = await operate(first, `apps/${appId}/api-key`, { overlap_seconds: 6 });
      const replaced = rotated.body['replaced'] as Row;
      overlapEnd = Date.parse(String(replaced['expires_at']));
      newKey = newKeyOf(rotated);
      expect(await opens(newKey)).toEqual([200, 200]);
      return overlapEnd;
    },
  });
  for (const { openedForMs, refusedAt } of used) {
    expect(openedForMs).toBe(0);
    expect(refusedAt).toBeGreaterThanOrEqual(overlapEnd);
  }
  expect(await opens(newKey)).toEqual([200, 200]);
  expect((await keysOf(appId)).map(({ state }) => state)).toEqual(['active', 'expired']);
});

test.each([
  { overlap: HOUR_SECONDS, states: ['active', 'replaced'] },
  { overlap: 0, states: ['active'] },
])(
  '10 rotations at once with $overlap s of overlap leave $states.length that open, and 10 entries',
  async ({ overlap, states }) => {
    const { appId, apiKey } = await first.client.createTenant('Crowd');
    const path = `apps/${appId}/api-key`;
    const rotated = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        operate(servers[nth % 2] ?? first, path, { overlap_seconds: overlap }),
      ),
    );
    expect(rotated.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));

    const live = (await keysOf(appId)).filter(({ state }) => state !== 'revoked');
    expect(live.map(({ state }) => state)).toEqual(states);
    const [current] = live;
    expect(rotated.map(({ body }) => body['key_id'])).toContain(current?.['key_id']);
    const opening = await Promise.all([apiKey, ...rotated.map(newKeyOf)].map(opens));
    expect(opening.filter((statuses) => statuses.every((one) => one === 200))).toHaveLength(
      states.length,
    );
    expect(opening.filter((statuses) => statuses.every((one) => one === 401))).toHaveLength(
      11 - states.length,
    );
    const entries = await first.client.list(`/internal/${path}/audit`, 'operator');
    const rotations = entries.filter(({ action }) => action === 'api-key.rotated');
    expect(new Set(rotations.map(({ key_id }) => key_id))).toEqual(
      new Set(rotated.map(({ body }) => body['key_id'])),
    );
    expect(rotations).toHaveLength(10);
  },
);

test('an app that is activated again has its key at once, on both', async () => {
  const { appId, apiKey } = await first.client.createTenant('Again');
  expect(await opens(apiKey)).toEqual([200, 200]);
  await ask(`${first.url}/internal/apps/${appId}/deactivate`, { method: 'POST' });
  await become(apiKey, 401);
  await ask(`${first.url}/internal/apps/${appId}/activate`, { method: 'POST' });
  expect(await opens(apiKey)).toEqual([200, 200]);
});

test('the list of keys tells when a key was last used', async () => {
  const { appId, apiKey } = await first.client.createTenant('Used');
  const lastUse = async () => (await keysOf(appId))[0]?.['last_used_at'];
  expect(await lastUse()).toBeNull();
  const usedFrom = Date.now();
  expect(await opens(apiKey)).toEqual([200, 200]);
  const usedUntil = Date.now();
  await waitFor('the time of the use', async () => (await lastUse()) !== null);
  const time = Date.parse(String(await lastUse()));
  expect(time).toBeGreaterThanOrEqual(usedFrom);
  expect(time).toBeLessThanOrEqual(usedUntil);
});

test('two secrets of a webhook verify during a rotation, and the old one not after its end', async () => {
  const { hookId, hookSecret: oldest } = await first.client.createTenant('Hook');
  let events = 0;
  const deliver = (secret: string): Promise<readonly number[]> => {
    events += 1;
    const token = signEvent({ call_id: 6_200_000_000_000_000 + events, state: 'ringing' }, secret);
    return Promise.all(servers.map(({ client }) => client.deliver(hookId, token)));
  };
  const rotate = async (overlap: number): Promise<{ secret: string; until: number }> => {
    const path = `webhooks/${hookId}/rotate-secret`;
    const { body } = await operate(first, path, { overlap_seconds: overlap });
    const until = Date.parse(String(body['previous_secret_until']));
    return { secret: String(body['webhook_secret']), until };
  };
  const verifies = (secret: string): Promise<void> =>
    waitFor('the new secret', async () => (await deliver(secret)).every((one) => one === 200));
  expect(await deliver(oldest)).toEqual([200, 200]);

  const { secret: older } = await rotate(HOUR_SECONDS);
  await verifies(older);
  expect(await deliver(oldest)).toEqual([200, 200]);

  const { secret: newest, until } = await rotate(1);
  await verifies(newest);
  await waitFor('the end of the overlap', () => Date.now() > until);
  expect(await deliver(older)).toEqual([401, 401]);
  expect(await deliver(oldest)).toEqual([401, 401]);
  expect(await deliver(newest)).toEqual([200, 200]);
});
