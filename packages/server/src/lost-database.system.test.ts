import {
  openFreshDatabase,
  openTestCluster,
  type TestCluster,
} from '@dialpad-cti/postgres/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { callStories } from './testing/call-stories.test.support.ts';
import { expectStored } from './testing/expect-stored.test.support.ts';
import { type DatabaseProxy, openProxy } from './testing/open-proxy.test.support.ts';
import { seededRandom } from './testing/seeded-random.test.support.ts';
import { runToItsEnd, startServer, type TestServer } from './testing/start-server.test.support.ts';
import { steadySender } from './testing/steady-sender.test.support.ts';
import { makeTestFolder, type TestFolder } from './testing/test-folder.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

/** Five times what is promised: the promise is for a machine with nothing else to do. */
const FIRST_200_LIMIT_MS = 15_000;
const ANSWER_LIMIT_MS = 4500;

let folder: TestFolder;
let cluster: TestCluster;
let proxy: DatabaseProxy;
let server: TestServer;
beforeAll(async () => {
  folder = await makeTestFolder();
  cluster = await openTestCluster({ durable: true });
  proxy = await openProxy(cluster.url);
  server = await startServer({
    folder: folder.path,
    environment: { ...testSecrets, DATABASE_URL: proxy.through(await databaseIn(cluster.url)) },
  });
});
afterAll(async () => {
  await server?.stop();
  await proxy?.close();
  await cluster?.stop();
  await folder.remove();
});

/** An empty one on this cluster instead of the one that the run shares. */
async function databaseIn(clusterUrl: string): Promise<string> {
  const shared = process.env['TEST_DATABASE_URL'];
  process.env['TEST_DATABASE_URL'] = clusterUrl;
  try {
    return (await openFreshDatabase({ template: false })).url;
  } finally {
    process.env['TEST_DATABASE_URL'] = shared;
  }
}

const storiesOf = (seed: number, calls: number) => {
  const [random, firstId] = [seededRandom(seed), 6_300_000_000_000_000 + seed * 1000];
  return callStories({ random, calls, firstId, begunAt: Date.UTC(2026, 8, 1, 8) });
};

describe('a database that is lost', () => {
  test('by a crash costs 503s and no event, and the server lives on', async () => {
    const { client, pid } = server;
    const tenant = await client.createTenant('Crash');
    const stories = storiesOf(1, 200);
    const sender = steadySender({ client, tenant, payloads: stories.flat() });
    const count = (status: number): number =>
      sender.answers.filter((answer) => answer.status === status).length;

    for (const stored of [200, 500, 800]) {
      await waitFor(`${stored} events`, () => count(200) >= stored);
      const refused = count(503);
      await cluster.kill();
      await waitFor('a refusal', () => count(503) > refused);
      await cluster.restart();
      const upAt = performance.now();
      const firstAt = (): number | undefined =>
        sender.answers.find(({ status, sentAt }) => status === 200 && sentAt > upAt)?.answeredAt;
      await waitFor('a 200', () => firstAt() !== undefined, FIRST_200_LIMIT_MS);
      console.info(`first 200 after ${Math.round((firstAt() ?? 0) - upAt)} ms`);
    }

    await sender.done;
    expect(new Set(sender.answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(server.isRunning()).toBe(true);
    expect(server.pid).toBe(pid);
    await expectStored({ client, tenant, stories });
  });

  test('without a word is answered 503 in time, and taken up again when it heals', async () => {
    const { client } = server;
    const tenant = await client.createTenant('Black hole');
    const stories = storiesOf(2, 4);
    const [first, ...others] = stories.flat();
    const tokenOf = (payload: unknown): string => signEvent(payload, tenant.hookSecret);
    expect(await client.deliver(tenant.hookId, tokenOf(first))).toBe(200);

    proxy.blackHole();
    const refused = await Promise.all(
      others.map(async (payload) => {
        const begunAt = performance.now();
        const status = await client.deliver(tenant.hookId, tokenOf(payload));
        return { status, took: performance.now() - begunAt };
      }),
    );
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    const longest = Math.max(...refused.map(({ took }) => took));
    console.info(`longest wait for a 503: ${Math.round(longest)} ms`);
    expect(longest).toBeLessThan(ANSWER_LIMIT_MS);
    expect((await client.get('/readyz', 'operator')).status).toBe(503);

    proxy.heal();
    await steadySender({ client, tenant, payloads: stories.flat() }).done;
    await expectStored({ client, tenant, stories });
    expect((await client.get('/readyz', 'operator')).status).toBe(200);
  });

  test('without a word ends a start with a word of it, and holds up no stop', async () => {
    proxy.blackHole();
    const environment = { ...testSecrets, DATABASE_URL: proxy.through(cluster.url) };
    const refused = await runToItsEnd({ folder: folder.path, environment });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('cannot be used');
    expect((await server.stop()).code).toBe(0);
    proxy.heal();
  });
});

test('a role that row-level security does not bind is named, and in production refused', async () => {
  const environment = { ...testSecrets, DATABASE_URL: cluster.adminUrl };
  const named = await startServer({ folder: folder.path, environment });
  const { body } = await named.client.get('/readyz', 'operator');
  expect(body).toMatchObject({ checks: { role: expect.stringContaining('row-level security') } });
  await named.stop();

  const production = { ...environment, NODE_ENV: 'production' };
  const refused = await runToItsEnd({ folder: folder.path, environment: production });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('row-level security');
});
