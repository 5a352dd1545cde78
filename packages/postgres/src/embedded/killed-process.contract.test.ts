import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { findAccount } from './find-account.ts';
import { makeTestFolder } from './make-test-folder.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';
import { readLockFile } from './read-lock-file.ts';
import { readProcess } from './read-process.ts';
import { waitUntil } from './wait-until.ts';
import { withClient } from './with-client.ts';

let folder: string;
let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await makeTestFolder(await findAccount());
  dataDir = join(folder, 'data');
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  const { pid } = (await readLockFile(join(dataDir, 'postgres-18'))) ?? {};
  if (pid !== undefined && (await readProcess(pid)) !== undefined) {
    process.kill(pid, 'SIGQUIT');
    // One test holds it still.
    process.kill(pid, 'SIGCONT');
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** A process of its own that runs `work`, prints what that gives, and then waits to be ended. */
function start(work: string): ChildProcess {
  const index = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const program = `
    import { openEmbeddedPostgres, openTestCluster } from ${index};
    const print = (value) => console.log(JSON.stringify(value));
    try { print(await (${work})); } catch ({ code, message }) { print({ code, message }); }
    setInterval(() => {}, 1_000_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    // A process group of its own, as a shell gives to what it runs.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<Record<string, unknown>> {
  if (stdout === null) throw new Error('The process has no output.');
  for await (const line of createInterface(stdout)) return JSON.parse(line);
  throw new Error('The process ended without a line.');
}

const opening = (path: string): string =>
  `openEmbeddedPostgres({ dataDir: ${JSON.stringify(path)} })`;

const query = ({ url }: EmbeddedPostgres, text: string): Promise<readonly unknown[]> =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);

describe('openEmbeddedPostgres', () => {
  test('is refused while another process owns the data', async () => {
    const owner = start(opening(dataDir));
    await firstLine(owner);
    await expect(openEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_IN_USE',
      message: expect.stringContaining(`already running here as pid ${owner.pid} (data in `),
    });
    expect(await firstLine(start(opening(dataDir)))).toMatchObject({
      code: 'EMBEDDED_POSTGRES_IN_USE',
    });
  });

  test('takes over from an owner that was killed', async () => {
    // Through a link, as the path of a project may be: both spellings mean the same data.
    await mkdir(dataDir, { mode: 0o711 });
    await symlink(dataDir, join(folder, 'link'));
    const owner = start(opening(join(folder, 'link')));
    const { url } = await firstLine(owner);
    owner.kill('SIGKILL');
    await once(owner, 'exit');

    const postgres = await openEmbeddedPostgres({ dataDir });
    expect(postgres).toMatchObject({ adopted: true, url });
    await query(postgres, `CREATE TABLE note AS SELECT 'kept' AS body`);
    await postgres.stop();

    const next = await openEmbeddedPostgres({ dataDir });
    expect(next.adopted).toBe(false);
    expect(await query(next, 'SELECT body FROM note')).toEqual([{ body: 'kept' }]);
    await next.stop();
  });

  test('outlives Ctrl-C, which ends the whole process group', async () => {
    const owner = start(opening(dataDir));
    await firstLine(owner);
    process.kill(-Number(owner.pid), 'SIGINT');
    await once(owner, 'exit');
    const postgres = await openEmbeddedPostgres({ dataDir });
    expect(postgres.adopted).toBe(true);
    await postgres.stop();
  });

  test('starts anew after the stop that a killed owner had begun', async () => {
    const owner = start(opening(dataDir));
    await firstLine(owner);
    const pid = Number((await readLockFile(join(dataDir, 'postgres-18')))?.pid);
    // Held still, so that it looks ready while it already has the order to stop.
    process.kill(pid, 'SIGSTOP');
    process.kill(pid, 'SIGINT');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const opened = openEmbeddedPostgres({ dataDir });
    await sleep(200);
    process.kill(pid, 'SIGCONT');
    const postgres = await opened;
    expect(postgres.adopted).toBe(false);
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test('repairs a first start that was killed half way', async () => {
    const unfinished = async (): Promise<readonly string[]> =>
      existsSync(dataDir) ? (await readdir(dataDir)).filter((name) => name.includes('.new-')) : [];
    for (let round = 0; round < 2; round += 1) {
      const before = await unfinished();
      const owner = start(opening(dataDir));
      const isUnderWay = async (): Promise<boolean> =>
        (await unfinished()).some((name) => !before.includes(name));
      expect(await waitUntil(isUnderWay, 30_000)).toBe(true);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
    }
    const postgres = await openEmbeddedPostgres({ dataDir });
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    await (await openEmbeddedPostgres({ dataDir })).stop();
    expect((await readdir(dataDir)).sort()).toEqual([
      'postgres-18',
      expect.stringMatching(/^postgres-owner\.\d+$/),
      'postgres-passwords.json',
      'postgres.log',
    ]);
  });
});

describe('openTestCluster', () => {
  test('leaves nothing behind a process that is killed, after a restart either', async () => {
    const owner = start(`openTestCluster().then(async (cluster) => {
      await cluster.kill();
      await cluster.restart();
      return cluster;
    })`);
    const { pid, dataDir: data } = await firstLine(owner);
    const cluster = String(data);
    expect(await readProcess(Number(pid))).toBeDefined();
    expect(existsSync(cluster)).toBe(true);
    owner.kill('SIGKILL');
    const isGone = async (): Promise<boolean> =>
      (await readProcess(Number(pid))) === undefined && !existsSync(dirname(cluster));
    expect(await waitUntil(isGone, 30_000)).toBe(true);
  });
});
