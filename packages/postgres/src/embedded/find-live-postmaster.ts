import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type LockFile, readLockFile } from './read-lock-file.ts';
import { type RunningProcess, readProcess } from './read-process.ts';
import type { Postmaster } from './start-postmaster.ts';
import { waitUntil } from './wait-until.ts';

/**
 * The postmaster that a killed server has left behind on this cluster, once it takes connections.
 * Undefined when there is none; a stale lock file then no longer stops a new one.
 */
export async function findLivePostmaster(cluster: string): Promise<Postmaster | undefined> {
  let found: Postmaster | undefined;
  const settled = await waitUntil(async () => {
    const lock = await readLockFile(cluster);
    if (lock === undefined) return true;
    const running = await readProcess(lock.pid);
    if (running?.ending) return false;
    if (running === undefined || lock.dataDir !== cluster || !servesCluster(running, cluster)) {
      await clearLockFile(cluster, lock, running);
      return true;
    }
    const { pid, startedAt } = running;
    found = lock.status === 'ready' ? { pid, startedAt, port: lock.port } : undefined;
    return found !== undefined;
  }, patience);
  if (settled) return found;
  throw new Error(
    `Postgres still runs on ${cluster} but takes no connections. Look into its log, and stop it ` +
      'before the next start.',
  );
}

/** It may be replaying its log after a crash, or finishing a stop that its server began. */
const patience = 300_000;

const isPostgres = ({ command }: RunningProcess): boolean => /(^|\/)postgres[ :]/.test(command);

/** A postmaster works in its data directory; where the system hides that, its arguments name it. */
const servesCluster = (running: RunningProcess, cluster: string): boolean =>
  isPostgres(running) &&
  (running.folder === undefined
    ? running.command.includes(` -D ${cluster} `)
    : running.folder === cluster);

/**
 * Postgres itself clears the file of a dead process, and checks that none of its children lives on.
 * It does not when the pid has meanwhile gone to a stranger. The file then gets a pid that no
 * process can have, rather than be removed: it also holds what the check for children needs.
 */
async function clearLockFile(
  cluster: string,
  lock: LockFile,
  running: RunningProcess | undefined,
): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!(lock.pid > 0)) {
    // Cut short by a power failure: whatever had written it is gone as well.
    await rm(file);
  } else if (running !== undefined && !isPostgres(running)) {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^\d+/, '2147483646'));
  }
}
