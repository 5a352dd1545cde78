import { spawn } from 'node:child_process';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Account, findAccount } from './find-account.ts';
import { isRunning } from './is-running.ts';
import { makeTestFolder } from './make-test-folder.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';
import { readLockFile } from './read-lock-file.ts';
import { readProcess } from './read-process.ts';
import { waitUntil } from './wait-until.ts';
import { withClient } from './with-client.ts';

let account: Account | undefined;
let folder: string;
let dataDir: string;
let opened: EmbeddedPostgres[] = [];

async function makeFolder(): Promise<void> {
  account = await findAccount();
  folder = await makeTestFolder(account);
  dataDir = join(folder, 'data');
}

const stopAll = async (): Promise<void> => {
  await Promise.all(opened.map((postgres) => postgres.stop()));
};
afterEach(stopAll);

async function removeFolder(): Promise<void> {
  await stopAll();
  const places = opened.map((postgres) => dirname(postgres.dataDir));
  for (const place of [...places, folder]) await rm(place, { recursive: true, force: true });
  opened = [];
}

async function open(): Promise<EmbeddedPostgres> {
  const postgres = await openEmbeddedPostgres({ dataDir });
  opened.push(postgres);
  return postgres;
}

const query = (url: string, text: string): Promise<readonly unknown[]> =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);

const adminUrl = async ({ url }: EmbeddedPostgres): Promise<string> => {
  const passwords = await readFile(join(dataDir, 'postgres-passwords.json'), 'utf8');
  const { admin }: { readonly admin: string } = JSON.parse(passwords);
  return `postgres://postgres:${admin}@${new URL(url).host}/postgres`;
};

async function killPostmaster({ dataDir: cluster }: EmbeddedPostgres): Promise<void> {
  const { pid } = (await readLockFile(cluster)) ?? {};
  const running = pid === undefined ? undefined : await readProcess(pid);
  if (running === undefined) throw new Error(`No Postgres runs on ${cluster}.`);
  process.kill(running.pid, 'SIGKILL');
  await waitUntil(async () => !(await isRunning(running)), 20_000);
}

describe('openEmbeddedPostgres', () => {
  // One folder for all of these: each finds what the one before has stopped, as a server does.
  beforeAll(makeFolder);
  afterAll(removeFolder);

  test('gives an ordinary role that owns its database, on the loopback alone', async () => {
    const { url, adopted, dataDir: cluster } = await open();
    expect(adopted).toBe(false);
    expect(cluster).toBe(join(dataDir, 'postgres-18'));
    expect(
      await query(
        url,
        `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, datname, datlocale,
                pg_encoding_to_char(encoding) AS encoding, datdba = pg_roles.oid AS owns
         FROM pg_roles JOIN pg_database ON datname = current_database()
         WHERE rolname = current_user`,
      ),
    ).toEqual([
      {
        rolname: 'dialpad_cti',
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        datname: 'dialpad_cti',
        datlocale: 'C.UTF-8',
        encoding: 'UTF8',
        owns: true,
      },
    ]);
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses'];
    const settings = names.map((name) => `current_setting('${name}') AS ${name}`);
    expect(await query(url, `SELECT ${settings.join(', ')}`)).toEqual([
      {
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        listen_addresses: '127.0.0.1',
      },
    ]);
    for (const name of await readdir(dataDir)) {
      const { mode } = await stat(join(dataDir, name));
      expect([name, mode & 0o077]).toEqual([name, 0]);
    }
  });

  test('keeps the data over a stop', async () => {
    const first = await open();
    await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS body`);
    await first.stop();
    await first.stop();
    const second = await open();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT body FROM note')).toEqual([{ body: 'kept' }]);
  });

  test('opens once for two who ask at the same time', async () => {
    const outcomes = await Promise.allSettled([open(), open()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'EMBEDDED_POSTGRES_IN_USE' },
    });
  });

  test('starts Postgres again when it is killed, at the same address, and nothing is lost', async () => {
    const first = await open();
    await query(first.url, `CREATE TABLE killed AS SELECT 'kept' AS body`);
    for (const _time of ['once', 'and again']) {
      await killPostmaster(first);
      await expect
        .poll(() => query(first.url, 'SELECT body FROM killed').catch(() => []), {
          timeout: 30_000,
        })
        .toEqual([{ body: 'kept' }]);
    }
    await first.stop();
    const lock = await readLockFile(first.dataDir);
    expect(lock).toBeUndefined();
  });

  test('starts although the pid in a stale postmaster.pid has gone to a stranger', async () => {
    const first = await open();
    const file = join(first.dataDir, 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    // Of the same account: Postgres itself would take it for another postmaster, and refuse.
    const stranger = spawn('cat', [], {
      ...(account && { uid: account.uid, gid: account.gid }),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    try {
      await writeFile(file, text.replace(/^\d+/, `${stranger.pid}`));
      const second = await open();
      expect(second.adopted).toBe(false);
      expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.stdin.end();
    }
  });

  test('starts although postmaster.pid was cut short by a power failure', async () => {
    const first = await open();
    await first.stop();
    await writeFile(join(first.dataDir, 'postmaster.pid'), '');
    const second = await open();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('makes role and database if the first start came no further than the cluster', async () => {
    const first = await open();
    const admin = await adminUrl(first);
    await query(admin, 'DROP DATABASE dialpad_cti');
    await query(admin, 'DROP ROLE dialpad_cti');
    await first.stop();
    const second = await open();
    await query(await adminUrl(second), 'DROP DATABASE dialpad_cti');
    await second.stop();
    const third = await open();
    expect(await query(third.url, 'SELECT current_user')).toEqual([
      { current_user: 'dialpad_cti' },
    ]);
  });

  test('shows the end of the log when Postgres does not start; can be tried again', async () => {
    const first = await open();
    await first.stop();
    const file = join(first.dataDir, 'postgresql.conf');
    const good = await readFile(file, 'utf8');
    await appendFile(file, '\nno_such_setting = 1\n');
    await expect(open()).rejects.toThrow(/Postgres did not start.*no_such_setting/s);
    await writeFile(file, good);
    await open();
  });

  test('runs on the data of no other account', async () => {
    const first = await open();
    await first.stop();
    const { uid, gid } = await stat(first.dataDir);
    // Only root can give data away; what anyone can do is to leave an empty folder there.
    const kept = join(folder, 'kept');
    await rename(first.dataDir, kept);
    await mkdir(first.dataDir, { mode: 0o700 });
    await expect(open()).rejects.toThrow(
      account === undefined ? /did not start/ : `chown -R ${uid}:${gid} ${first.dataDir}`,
    );
    await rmdir(first.dataDir);
    await rename(kept, first.dataDir);
    await open();
  });

  test('refuses the data of another major version', async () => {
    const first = await open();
    await first.stop();
    const other = join(dataDir, 'postgres-17');
    await rename(first.dataDir, other);
    await expect(open()).rejects.toThrow(/postgres-17 was written by Postgres 17.*DATABASE_URL/s);
    await rename(other, first.dataDir);
    await open();
  });

  test('refuses rather than begin anew when the passwords are gone', async () => {
    const first = await open();
    await first.stop();
    const file = join(dataDir, 'postgres-passwords.json');
    await rename(file, join(folder, 'passwords'));
    await expect(open()).rejects.toThrow(/postgres-passwords\.json is gone/);
    await rename(join(folder, 'passwords'), file);
    await open();
  });
});

describe('openEmbeddedPostgres under a folder that is closed to other accounts', () => {
  const isRoot = process.getuid?.() === 0;

  beforeEach(async () => {
    await makeFolder();
    const home = join(folder, 'home');
    await mkdir(home, { mode: 0o700 });
    dataDir = join(home, 'project', '.data');
  });
  afterEach(removeFolder);

  test("keeps root's data elsewhere, and everyone else's in place", async () => {
    const first = await open();
    expect(first.relocated).toBe(isRoot);
    expect(first.dataDir.startsWith(isRoot ? '/var/lib/dialpad-cti/' : dataDir)).toBe(true);
    await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS body`);
    await first.stop();
    const second = await open();
    expect(second).toMatchObject({ relocated: isRoot, dataDir: first.dataDir });
    expect(await query(second.url, 'SELECT body FROM note')).toEqual([{ body: 'kept' }]);
  });

  test('gives a new clone at the same path a database of its own', async () => {
    const first = await open();
    await query(first.url, 'CREATE TABLE note (body text)');
    await first.stop();
    await rm(dataDir, { recursive: true });
    const second = await open();
    expect(await query(second.url, `SELECT to_regclass('note') AS found`)).toEqual([
      { found: null },
    ]);
  });

  test('refuses rather than begin anew when the data is gone from there', async () => {
    const first = await open();
    await first.stop();
    await rm(isRoot ? dirname(first.dataDir) : first.dataDir, { recursive: true });
    const outcome = await open().then(
      () => 'begun anew',
      ({ message }: Error) => message,
    );
    // In place, data that is gone cannot be told from data that never was.
    expect(outcome).toMatch(isRoot ? /which is gone/ : /begun anew/);
  });
});
