import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './demo/api-client.ts';
import { ask } from './testing/ask.test.support.ts';
import { cutListeners, type ListenerCuts } from './testing/cut-listeners.test.support.ts';
import { type DatabaseProxy, openProxy } from './testing/open-proxy.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { type SteadyUse, steadyUse } from './testing/steady-use.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

/** What is promised, whatever becomes of the hints. */
const EFFECT_LIMIT_MS = 5000;
const PER_SECOND = 100;

let stage: Stage;
let proxy: DatabaseProxy;
beforeAll(async () => {
  stage = await openStage();
  proxy = await openProxy(stage.databaseUrl, { deafens: 'LISTEN' });
});
afterAll(async () => {
  await stage?.close();
  await proxy?.close();
});

const LINES = [
  { line: 'hears its hints', isDeaf: false, isCut: false },
  { line: 'has its line for hints cut again and again', isDeaf: false, isCut: true },
  { line: 'listens on a line that has gone silent', isDeaf: true, isCut: false },
] as const;

const operate = async (server: TestServer, path: string, body?: object): Promise<void> => {
  const question = body === undefined ? { method: 'POST' } : { body };
  const { status } = await ask(`${server.url}/internal/apps/${path}`, question);
  expect([200, 201]).toContain(status);
};

const ENDS = [
  {
    name: 'revocation',
    end: (server: TestServer, { appId }: Tenant) =>
      operate(server, `${appId}/api-key/revoke`, { name: 'default' }),
  },
  {
    name: 'rotation without overlap',
    end: (server: TestServer, { appId }: Tenant) => operate(server, `${appId}/api-key`, {}),
  },
  {
    name: 'deactivation of the app',
    end: (server: TestServer, { appId }: Tenant) => operate(server, `${appId}/deactivate`),
  },
];

describe.each(LINES)('while each process $line', ({ isDeaf, isCut }) => {
  let servers: readonly [TestServer, TestServer];
  let cuts: ListenerCuts | null = null;
  beforeAll(async () => {
    const environment = {
      RATE_LIMIT_PER_KEY: '1000000',
      RATE_LIMIT_KEY_FAILURES: '1000000',
      MAX_CONNECTIONS_PER_ADDRESS: '5000',
      ...(isDeaf ? { DATABASE_URL: proxy.through(stage.databaseUrl) } : {}),
    };
    servers = await Promise.all([stage.start({ environment }), stage.start({ environment })]);
    if (isCut) cuts = cutListeners(stage);
  });
  afterEach(() => {
    for (const server of servers) expect(server.isRunning()).toBe(true);
  });
  afterAll(async () => {
    if (cuts !== null) expect(await cuts.end()).toBeGreaterThan(20);
    await Promise.all(servers.map(({ stop }) => stop()));
  });

  /** Uses the key on both until `end` has come into effect on both. Checks the answers. */
  async function useUntilRefused(apiKey: string, end: () => Promise<number>): Promise<void> {
    const both = servers.map(({ url }) =>
      steadyUse({ url: `${url}/api/calls?limit=1`, apiKey, perSecond: PER_SECOND }),
    );
    const all = (what: string, status: number): Promise<void> =>
      waitFor(what, () => both.every(({ count }) => count(status) >= PER_SECOND));
    await all('a second of use', 200);
    const endedAt = await end();
    await all('a second of refusals', 401);
    await Promise.all(both.map((use) => use.end()));
    const effects = both.map((use) => effectOf(use, endedAt));
    console.info(`opened for ${effects.join(' and ')} ms more`);
    for (const effect of effects) expect(effect).toBeLessThanOrEqual(EFFECT_LIMIT_MS);
  }

  for (const { name, end } of ENDS) {
    test(`the ${name} takes effect in both within 5 s, also for a key in use`, async () => {
      const tenant = await servers[0].client.createTenant(name);
      await useUntilRefused(tenant.apiKey, async () => {
        await end(servers[0], tenant);
        return Date.now();
      });
    });
  }

  test('a key that expires opens until then in both, and not longer', async () => {
    const { appId } = await servers[0].client.createTenant('Expiry');
    const expiresAt = Date.now() + 4000;
    const body = { name: 'short', expires_at: new Date(expiresAt).toISOString() };
    const made = await ask(`${servers[0].url}/internal/apps/${appId}/api-key`, { body });
    await useUntilRefused(String(made.body['api_key']), async () => expiresAt);
  });
});

/** How long after `endedAt` requests were sent that still opened. */
function effectOf({ uses }: SteadyUse, endedAt: number): number {
  expect(new Set(uses.map(({ status }) => status))).toEqual(new Set([200, 401]));
  const refused = uses.filter(({ status }) => status === 401);
  const opened = uses.filter(({ status }) => status === 200);
  const firstRefusal = Math.min(...refused.map(({ answeredAt }) => answeredAt));
  const lastOpened = Math.max(...opened.map(({ sentAt }) => sentAt));
  expect(lastOpened).toBeLessThanOrEqual(firstRefusal);
  return Math.max(0, lastOpened - endedAt);
}
