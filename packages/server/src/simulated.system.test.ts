import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Row } from './testing/api-client.test.support.ts';
import { ask } from './testing/ask.test.support.ts';
import { openListener } from './testing/open-listener.test.support.ts';
import { openStage } from './testing/open-stage.test.support.ts';
import { spawnEntry } from './testing/spawn-entry.test.support.ts';
import { startServer, type TestServer } from './testing/start-server.test.support.ts';
import { makeTestFolder, type TestFolder } from './testing/test-folder.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const NAME = 'Simulated company (made-up calls)';
const PROMISED_MS = 120_000;

let folder: TestFolder;
let first: TestServer;
let apiKey: string;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const { INTERNAL_API_SECRET } = testSecrets;
const start = (environment: Readonly<Record<string, string>> = {}): Promise<TestServer> =>
  startServer({
    folder: folder.path,
    environment: { SIMULATOR: 'on', INTERNAL_API_SECRET, ...environment },
  });

const appsOf = ({ client }: TestServer): Promise<readonly Row[]> =>
  client.list('/internal/apps', 'operator');

async function appId(server: TestServer): Promise<string> {
  const app = (await appsOf(server)).find(({ name }) => name === NAME);
  return String(app?.['app_id']);
}

const Hooks = z.object({
  data: z.array(
    z.object({
      registration: z
        .object({ state: z.string(), subscriptions: z.array(z.object({ kind: z.string() })) })
        .nullable(),
    }),
  ),
});

/** Webhooks of the app, each with the kinds of its subscriptions. */
async function setUpOf(server: TestServer): Promise<readonly unknown[]> {
  const { body } = await ask(`${server.url}/internal/webhooks?app_id=${await appId(server)}`);
  return Hooks.parse(body).data.map(({ registration }) => ({
    state: registration?.state,
    kinds: registration?.subscriptions.map(({ kind }) => kind).toSorted(),
  }));
}

const SET_UP = [{ state: 'registered', kinds: ['agent_status', 'call', 'sms'] }];

const callIds = async ({ client }: TestServer): Promise<readonly string[]> =>
  (await client.list('/api/calls', { apiKey })).map((row) => String(row['dialpad_call_id']));

async function untilNewCall(server: TestServer, known: readonly string[]): Promise<void> {
  await waitFor('a new call', async () => {
    return (await callIds(server)).some((id) => !known.includes(id));
  });
}

describe('where there is nothing real, a stand-in Dialpad', () => {
  test('has live calls at the API within two minutes of a first start', async () => {
    const begunAt = performance.now();
    first = await start();
    apiKey = /^ {2}Its API key +(\S+)$/m.exec(first.output())?.[1] ?? '';
    const active = () => first.client.list('/api/calls/active', { apiKey });
    await waitFor('a live call', async () => (await active()).length > 0, PROMISED_MS);
    const ms = performance.now() - begunAt;
    console.info(`a live call ${(ms / 1000).toFixed(1)} s after the start`);
    expect(ms).toBeLessThan(PROMISED_MS);
  });

  test('is told of on the first screen, with a command that works as it stands', async () => {
    expect(first.output()).toContain(NAME);
    expect(first.output()).toContain('npm start -- --no-simulator');
    const command = `curl -H 'x-app-api-key: ${apiKey}' http://localhost:${first.port}/api/calls/active`;
    expect(first.output()).toContain(`\n${command}\n`);
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', `${command} -sS`]);
    expect(JSON.parse(stdout)).toMatchObject({ success: true });
  });

  test('is set up as a real one would be, for an app that nobody takes for a real one', async () => {
    expect((await appsOf(first)).map(({ name }) => name)).toEqual([NAME]);
    expect(await setUpOf(first)).toEqual(SET_UP);
  });

  test('keeps the app and its calls over a restart, and is set up anew', async () => {
    await untilNewCall(first, []);
    const before = await callIds(first);
    first.kill('SIGKILL');
    await first.exit;

    const second = await start({ SIMULATOR_CALLS_PER_MINUTE: '60' });
    expect((await appsOf(second)).map(({ name }) => name)).toEqual([NAME]);
    expect(await setUpOf(second)).toEqual(SET_UP);
    expect(second.output()).not.toContain('raw_');
    await untilNewCall(second, await callIds(second));
    const after = await callIds(second);
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(new Set(after).size).toBe(after.length);
    expect((await second.stop()).code).toBe(0);
  });

  test('is left out by --no-simulator, and nothing posts to its app any more', async () => {
    const server = spawnEntry({
      entry: 'main.ts',
      words: ['--no-simulator'],
      folder: folder.path,
      environment: { SIMULATOR: 'on', INTERNAL_API_SECRET },
    });
    const url = `http://127.0.0.1:${await server.port()}`;
    const { body } = await ask(`${url}/internal/webhooks`);
    expect(body).toMatchObject({ data: [] });
    const calls = await ask(`${url}/api/calls`, { apiKey });
    expect(calls.body['data']).not.toEqual([]);
    server.kill('SIGTERM');
    expect((await server.exit).stdout).not.toContain('imulat');
  });

  test('is left out where credentials are, and the real one is not asked about its app', async () => {
    const again = await start();
    await again.stop();
    const user = { id: '1', company_id: '2', first_name: 'A', last_name: 'B' };
    const real = await openListener(() => user);
    const server = await start({ DIALPAD_API_KEY: 'real', DIALPAD_SANDBOX_BASE_URL: real.url });
    expect(server.output()).not.toContain('imulat');
    expect(await setUpOf(server)).toEqual([]);
    expect(real.heard.map(({ path }) => path)).toEqual([]);
    // Not even when somebody wants it to; about another it is.
    const check = (id: string) => ask(`${server.url}/internal/apps/${id}/dialpad`);
    expect((await check(await appId(server))).status).toBe(409);
    expect(real.heard).toEqual([]);
    const { appId: other } = await server.client.createTenant('Real');
    expect((await check(other)).status).toBe(200);
    expect(real.heard[0]?.path).toContain('/api/v2/users/me');
    await server.stop();
    await real.close();
  });
});

test('a database of its own never gets a simulated company', async () => {
  const stage = await openStage();
  const server = await stage.start({ environment: { SIMULATOR: 'on' } });
  expect(server.output()).not.toContain('imulat');
  expect(await appsOf(server)).toEqual([]);
  await stage.close();
});

test('a word that is not known ends the start, and says which is', async () => {
  const { exit } = spawnEntry({ entry: 'main.ts', words: ['--simulator'], folder: folder.path });
  const { code, stdout, stderr } = await exit;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--simulator is not known');
  expect(stderr).toContain('--no-simulator');
});
