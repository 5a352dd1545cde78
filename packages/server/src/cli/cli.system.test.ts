import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openStage, type Stage } from '../testing/open-stage.test.support.ts';
import { runCli } from '../testing/run-cli.test.support.ts';
import { type SpawnedEntry, spawnEntry } from '../testing/spawn-entry.test.support.ts';
import type { ServerExit } from '../testing/start-server.test.support.ts';
import { testSecrets } from '../testing/test-secrets.test.support.ts';
import { waitFor } from '../testing/wait-for.test.support.ts';

const CLOSED = 'http://127.0.0.1:1';

let stage: Stage;
let server: SpawnedEntry;
let url: string;
beforeAll(async () => {
  stage = await openStage();
  server = spawnEntry({
    entry: 'testing/poisoned-main.test.support.ts',
    folder: stage.folder,
    environment: {
      ...testSecrets,
      DATABASE_URL: stage.databaseUrl,
      RETRY_FIRST_MS: '1',
      RETRY_LONGEST_MS: '1',
      POLL_INTERVAL_MS: '100',
    },
  });
  url = `http://127.0.0.1:${await server.port()}`;
});
afterAll(async () => {
  server.kill('SIGTERM');
  await server.exit;
  await stage.close();
});

type Environment = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, unknown>>;
type CliOutcome = Pick<ServerExit, 'code' | 'stdout' | 'stderr'>;
type Runs = (words: readonly string[], given?: Environment) => Promise<CliOutcome>;

const environmentOf = (given: Environment): Environment => ({
  CTI_URL: url,
  INTERNAL_API_SECRET: testSecrets.INTERNAL_API_SECRET,
  ...given,
});

/** The program as a process of its own. */
async function program(words: readonly string[], given: Environment = {}): Promise<CliOutcome> {
  const entry = 'cli/main.ts';
  const { folder } = stage;
  return spawnEntry({ entry, words, folder, environment: environmentOf(given) }).exit;
}

/** The same in this process, which is quicker. */
const inside: Runs = (words, given = {}) => runCli(words, { environment: environmentOf(given) });

/** What a program reads of it; nothing else may be on standard output. */
async function json<Answer = Row>(
  words: readonly string[],
  given: Environment = {},
  runs: Runs = inside,
): Promise<Answer> {
  const { code, stdout, stderr } = await runs([...words, '--json'], given);
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

interface User {
  readonly appId: string;
  readonly hookId: string;
  readonly hook: { readonly CTI_HOOK_SECRET: string };
  readonly key: { readonly CTI_API_KEY: string };
}

async function newUser(name: string, runs: Runs = inside): Promise<User> {
  const app = await json<Record<'app_id' | 'api_key', string>>(['apps', 'create', name], {}, runs);
  const hook = await json<Record<'hook_id' | 'webhook_secret', string>>(
    ['webhooks', 'create', app.app_id, '--manual'],
    {},
    runs,
  );
  return {
    appId: app.app_id,
    hookId: hook.hook_id,
    hook: { CTI_HOOK_SECRET: hook.webhook_secret },
    key: { CTI_API_KEY: app.api_key },
  };
}

async function file(name: string, value: unknown): Promise<string> {
  const path = join(stage.folder, name);
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

describe('a new user', () => {
  test('sends a call, reads it back and rotates the key', async () => {
    const { appId, hookId, hook, key } = await newUser('New user', program);
    const sent = await json(['send', '--hook', hookId, '--example', '01'], hook, program);
    expect(sent).toEqual({ success: true, sent: 9, results: { stored: 9 } });

    const calls = () => json<readonly Row[]>(['calls', 'list'], key);
    await waitFor('the call', async () => (await calls())[0]?.['status'] === 'ended');
    const [call] = await calls();
    const shown = await json(['calls', 'show', String(call?.['dialpad_call_id'])], key);
    expect(shown).toMatchObject({ success: true, data: { id: call?.['id'] } });
    expect(await json(['calls', 'active'], key)).toEqual([]);

    const rotate = ['keys', 'rotate', appId, '--overlap', '3600'];
    const rotated = await json<Record<'api_key' | 'key_id', string>>(rotate, {}, program);
    expect(await json(['calls', 'list'], { CTI_API_KEY: rotated.api_key }, program)).toHaveLength(
      1,
    );
    expect(await json(['calls', 'list'], key)).toHaveLength(1);
    const keys = await json<readonly Row[]>(['keys', 'list', appId]);
    expect(keys.map(({ state }) => state)).toEqual(['active', 'replaced']);

    const human = await program(['keys', 'revoke', appId, '--name', 'default']);
    expect(human).toMatchObject({ code: 0, stdout: expect.stringContaining(rotated.key_id) });
    const refused = await program(['calls', 'list', '--json'], key);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'key-refused' } });
    const audit = await json<readonly Row[]>(['keys', 'audit', appId]);
    expect(audit.map(({ action }) => action)).toEqual([
      'api-key.revoked',
      'api-key.revoked',
      'api-key.rotated',
      'api-key.created',
    ]);
  });

  test('replays a dead letter when its cause is gone', async () => {
    const { appId, hookId, hook, key } = await newUser('Poison');
    const poison = await file('poison', '');
    const name = 'Poison \u202eIvy\u0007';
    const payload = { call_id: '12345678901234567890', state: 'hangup', contact: { name } };
    const path = await file('poison.json', payload);
    await json(['send', '--hook', hookId, path], hook);

    const letters = ['dead-letters', 'list', '--app', appId];
    const dead = () => json<readonly Row[]>(letters);
    await waitFor('the dead letter', async () => (await dead()).length === 1);
    const [letter] = await dead();
    const id = String(letter?.['id']);
    const shown = await program(['dead-letters', 'show', id, '--payload']);
    expect(shown.stdout).toContain('12345678901234567890');
    expect(shown.stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    const counted = await json(['dead-letters', 'replay', '--app', appId, '--dry-run']);
    expect(counted).toMatchObject({ dry_run: true, count: 1 });

    await rm(poison);
    expect(await json(['dead-letters', 'replay', id], {}, program)).toMatchObject({ count: 1 });
    const state = async () =>
      (await json<{ data: Row }>(['events', 'show', id])).data['state'] === 'done';
    await waitFor('the event', state);
    expect(await json(['calls', 'list'], key)).toHaveLength(1);
    expect((await inside(['dead-letters', 'replay', id])).code).toBe(1);
    expect(await json(['dead-letters', 'replay', '--app', appId])).toMatchObject({ count: 0 });
  });

  test('gets out of quarantine what was signed with a secret that was wrong then', async () => {
    const { appId, hookId, hook } = await newUser('Quarantine');
    const wrong = 'another-secret-that-is-long-enough';
    const path = await file('held.json', { call_id: 1, state: 'ringing' });
    const words = ['send', '--hook', hookId, path];
    expect((await inside(words, { CTI_HOOK_SECRET: wrong })).code).toBe(1);
    const quarantine = () => json<readonly Row[]>(['quarantine', 'list', '--hook', hookId]);
    // It is kept after the answer.
    await waitFor('the delivery', async () => (await quarantine()).length === 1);
    const [held] = await quarantine();
    const release = ['quarantine', 'release', String(held?.['id'])];
    const refused = await inside([...release, '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'release-refused' } });
    expect((await inside(['quarantine', 'release', '--hook', hookId])).code).toBe(1);

    const secretFile = await file('secret', `${wrong}\n`);
    await json(['webhooks', 'rotate-secret', hookId, '--secret-file', secretFile]);
    expect(await json(release)).toMatchObject({ count: 1, refused: [] });
    expect(await json(['events', 'list', '--app', appId])).toHaveLength(1);
    expect(await json(words, hook)).toMatchObject({ results: { duplicate: 1 } });

    expect((await inside(['webhooks', 'delete', hookId])).code).toBe(2);
    await json(['webhooks', 'delete', hookId, '--yes']);
    expect((await inside(['webhooks', 'show', hookId])).code).toBe(1);
  });

  test('gives unrouted deliveries to an app, or gives them up', async () => {
    const { appId } = await newUser('Unrouted');
    const { DIALPAD_WEBHOOK_SECRET } = testSecrets;
    const sent = ['send', '--plain', '--example', '02'];
    expect(await json(sent, { DIALPAD_WEBHOOK_SECRET })).toMatchObject({
      results: { unrouted: 3 },
    });
    const unrouted = await json<readonly Row[]>(['unrouted', 'list']);
    expect(unrouted).toHaveLength(3);
    expect((await inside(['unrouted', 'purge', String(unrouted[0]?.['id'])])).code).toBe(2);
    await json(['unrouted', 'purge', String(unrouted[0]?.['id']), '--yes']);
    const released = await json(['unrouted', 'release', '--all', '--to-app', appId]);
    expect(released).toMatchObject({ count: 2, refused: [] });
    expect(await json(['events', 'list', '--app', appId])).toHaveLength(2);
  });
});

test('every list, and what the server says of itself, can be read by people', async () => {
  const { appId, hookId, key } = await newUser('For people');
  for (const words of [
    ['apps', 'list'],
    ['apps', 'show', appId],
    ['apps', 'deactivate', appId, '--yes'],
    ['apps', 'activate', appId],
    ['keys', 'list', appId],
    ['keys', 'audit', appId],
    ['webhooks', 'list', '--app', appId],
    ['webhooks', 'show', hookId],
    ['audit', 'list', '--app', appId, '--action', 'app.deactivated,app.created'],
    ['events', 'list', '--kind', 'call', '--received-after', '2026-01-01T00:00:00Z'],
    ['dead-letters', 'list'],
    ['quarantine', 'list'],
    ['unrouted', 'list'],
    ['queue'],
    ['secrets', 'reseal'],
    ['openapi'],
    ['send', '--list-examples'],
  ]) {
    const { code, stdout, stderr } = await inside(words);
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
    expect(stdout).toMatch(/\S\n$/);
  }
  for (const words of [
    ['calls', 'list', '--outcome', 'missed,abandoned', '--sort=-duration'],
    ['messages', 'list', '--sent-after', '2026-01-01T00:00:00Z'],
    ['voicemails', 'list', '--number', '+14155550100'],
  ]) {
    expect(await inside(words, key)).toMatchObject({ code: 0, stderr: '' });
    expect(await json(words, key)).toEqual([]);
  }
  expect(await json(['apps', 'list', '--limit', '1'])).toMatchObject({
    data: [{ app_id: appId }],
    pagination: { limit: 1, has_more: true },
  });
});

describe('the exit code', () => {
  test('is 1 when the server says no', async () => {
    const other = { INTERNAL_API_SECRET: 'x'.repeat(40) };
    const { code, stderr } = await program(['apps', 'list'], other);
    expect(code).toBe(1);
    expect(stderr).toContain('INTERNAL_API_SECRET');
  });

  test('is 2 for wrong use, and for settings that cannot be used', async () => {
    expect((await program(['apps', 'create'])).code).toBe(2);
    expect((await program(['calls', 'list'])).code).toBe(2);
    for (const words of [['config', 'check'], ['migrate'], ['start']]) {
      const { code, stdout, stderr } = await program(words, { DATABASE_URL: 'mysql://canary' });
      expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' });
      expect(stderr).toContain('DATABASE_URL');
      expect(stderr).not.toContain('canary');
    }
  });

  test('is 69 when the server or the database cannot be reached', async () => {
    expect((await program(['apps', 'list'], { CTI_URL: CLOSED })).code).toBe(69);
    const DATABASE_URL = 'postgres://cti:canary@127.0.0.1:1/cti';
    const { code, stderr } = await program(['migrate', '--json'], { ...testSecrets, DATABASE_URL });
    expect(code).toBe(69);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'database-unreachable' } });
    expect(stderr).not.toContain('canary');
  });

  test('is 0 for a database that is up to date', async () => {
    const environment = { ...testSecrets, DATABASE_URL: stage.databaseUrl };
    expect(await json(['migrate'], environment, program)).toMatchObject({
      success: true,
      applied: [],
    });
    expect((await program(['config', 'check'], environment)).code).toBe(0);
  });
});

test('start is the server, until it is stopped', async () => {
  const started = spawnEntry({
    entry: 'cli/main.ts',
    words: ['start'],
    folder: stage.folder,
    environment: { ...testSecrets, DATABASE_URL: stage.databaseUrl },
  });
  const CTI_URL = `http://127.0.0.1:${await started.port()}`;
  expect((await program(['queue'], { CTI_URL })).code).toBe(0);
  started.kill('SIGTERM');
  expect((await started.exit).code).toBe(0);
});
