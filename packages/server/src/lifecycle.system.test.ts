import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { runToItsEnd } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a stop signal', () => {
  test('makes the server unready at once, while it still takes what comes, and ends it well', async () => {
    const server = await stage.start({ environment: { DRAIN_DELAY_MS: '3000' } });
    const { client } = server;
    const tenant = await client.createTenant('Stopped');
    const token = signEvent(exampleEvent(Date.UTC(2026, 8, 1)), tenant.hookSecret);
    expect((await client.get('/readyz', tenant)).status).toBe(200);

    server.kill('SIGTERM');
    await waitFor('not ready', async () => (await client.get('/readyz', tenant)).status === 503);
    expect(await client.deliver(tenant.hookId, token)).toBe(200);
    const { code, signal } = await server.exit;
    expect({ code, signal }).toEqual({ code: 0, signal: null });

    const next = await stage.start();
    const calls = () => next.client.list('/api/calls', tenant);
    await waitFor('the call', async () => (await calls()).length === 1);
  });

  test('is not the end of a terminal where there was none, as under nohup', async () => {
    const server = await stage.start();
    server.kill('SIGHUP');
    expect((await server.client.get('/readyz', 'operator')).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
  });

  test('ends the server at once when it is the second one', async () => {
    const server = await stage.start({ environment: { DRAIN_DELAY_MS: '8000' } });
    server.kill('SIGINT');
    const status = async () => (await server.client.get('/readyz', 'operator')).status;
    await waitFor('not ready', async () => (await status()) === 503);
    server.kill('SIGTERM');
    expect((await server.exit).code).toBe(1);
  });
});

test('a port that is taken ends the start with a word of it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  // A TCP server's address is never a pipe's name.
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await runToItsEnd({
    folder: stage.folder,
    environment: { ...testSecrets, DATABASE_URL: stage.databaseUrl, PORT: String(port) },
  });
  taken.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is taken`);
});

test('a process without a role does none of its work', async () => {
  const ingest = await stage.start({ environment: { ROLES: 'ingest' } });
  const api = await stage.start({ environment: { ROLES: 'api' } });
  const tenant = await api.client.createTenant('Roles');
  const token = signEvent(exampleEvent(Date.UTC(2026, 8, 3)), tenant.hookSecret);

  expect(await api.client.deliver(tenant.hookId, token)).toBe(404);
  expect((await ingest.client.get('/api/calls', tenant)).status).toBe(404);
  expect(await ingest.client.deliver(tenant.hookId, token)).toBe(200);
  const path = `/internal/events?app_id=${tenant.appId}`;
  const [event] = await api.client.list(path, 'operator');
  expect(event).toMatchObject({ kind: 'call' });

  await stage.start({ environment: { ROLES: 'worker', POLL_INTERVAL_MS: '60000' } });
  const calls = () => api.client.list('/api/calls', tenant);
  await waitFor('the call', async () => (await calls()).length === 1);
});

test('a database whose secrets were sealed with other keys stops the start', async () => {
  const environment = { ...testSecrets, DATABASE_URL: stage.databaseUrl };
  const other = Buffer.alloc(32, 'another').toString('base64');
  for (const name of ['ENCRYPTION_KEYS', 'KEY_PEPPER']) {
    const { code, stderr } = await runToItsEnd({
      folder: stage.folder,
      environment: { ...environment, [name]: other },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(name);
    expect(stderr).not.toContain(other);
  }
});
