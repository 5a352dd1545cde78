import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { cutListeners, type ListenerCuts } from './testing/cut-listeners.test.support.ts';
import { type DatabaseProxy, openProxy } from './testing/open-proxy.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { USE_ENVIRONMENT, useUntilRefused } from './testing/use-until-refused.test.support.ts';

/** What is promised, whatever becomes of the hints. */
const EFFECT_LIMIT_MS = 5000;

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
  { line: 'hears its hints', isCut: false, isDeaf: false },
  { line: 'has its line for hints cut again and again', isCut: true, isDeaf: false },
  { line: 'listens on a line that has gone silent', isCut: false, isDeaf: true },
] as const;

const ENDS = [
  {
    name: 'revocation',
    status: 200,
    question: ({ appId }: Tenant) => ({ path: `${appId}/api-key/revoke`, body: {} }),
  },
  {
    name: 'rotation without overlap',
    status: 201,
    question: ({ appId }: Tenant) => ({ path: `${appId}/api-key`, body: {} }),
  },
  {
    name: 'deactivation of the app',
    status: 200,
    question: ({ appId }: Tenant) => ({ path: `${appId}/deactivate`, method: 'POST' }),
  },
];

describe.each(LINES)('while each process $line', ({ isCut, isDeaf }) => {
  let servers: readonly [TestServer, TestServer];
  let cuts: ListenerCuts | null = null;
  beforeAll(async () => {
    const route = isDeaf ? { DATABASE_URL: proxy.through(stage.databaseUrl) } : {};
    const environment = { ...USE_ENVIRONMENT, ...route };
    servers = await Promise.all([stage.start({ environment }), stage.start({ environment })]);
    if (isCut) cuts = cutListeners(stage);
  });
  afterAll(async () => {
    if (cuts !== null) expect(await cuts.end()).toBeGreaterThan(10);
    await Promise.all(servers.map(({ stop }) => stop()));
  });

  for (const { name, status, question } of ENDS) {
    test(`the ${name} takes effect in both within 5 s, for a key in use`, async () => {
      const [first] = servers;
      const tenant = await first.client.createTenant(name);
      const { path, ...asked } = question(tenant);
      const used = await useUntilRefused({
        servers,
        apiKey: tenant.apiKey,
        async end() {
          const reply = await ask(`${first.url}/internal/apps/${path}`, asked);
          expect(reply.status).toBe(status);
          return Date.now();
        },
      });
      const effects = used.map(({ openedForMs }) => openedForMs);
      console.info(`opened for ${effects.join(' and ')} ms more`);
      for (const effect of effects) expect(effect).toBeLessThanOrEqual(EFFECT_LIMIT_MS);
      expect(servers.map(({ isRunning }) => isRunning())).toEqual([true, true]);
    });
  }
});
