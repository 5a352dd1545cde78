import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from './find-account.ts';
import { findFreePort } from './find-free-port.ts';
import type { Binaries } from './locate-binaries.ts';
import { programEnvironment } from './program-environment.ts';
import { readLockFile } from './read-lock-file.ts';
import { type ProcessIdentity, readProcess } from './read-process.ts';
import { waitUntil } from './wait-until.ts';
import { watchLog } from './watch-log.ts';

export interface Postmaster extends ProcessIdentity {
  readonly port: number;
}

export interface StartOptions {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly logFile: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Called at once, long before connections are taken if Postgres has to recover first. */
  readonly onSpawn?: (pid: number) => void;
}

/** Resolves when connections are taken. The process outlives us unless it is stopped. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  const { logFile } = options;
  for (let attempt = 1; ; attempt += 1) {
    const newLines = await watchLog(logFile);
    const postmaster = await startOnce(options);
    if (postmaster !== undefined) return postmaster;
    const lines = await newLines();
    if (attempt === attempts || !passing.test(lines)) {
      throw new Error(`Postgres did not start. The end of its log (${logFile}):\n${lines}`);
    }
    await sleep(100);
  }
}

const attempts = 100;
/** A port taken since we looked, or children of a killed postmaster that have yet to notice. */
const passing = /could not bind|pre-existing shared memory block/;

/** Recovery after a crash takes as long as it takes, but not for ever. */
const patience = 300_000;

async function startOnce(options: StartOptions): Promise<Postmaster | undefined> {
  const port = options.port ?? (await findFreePort());
  const child = spawnPostmaster(options, port);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', reject);
  });
  const { pid } = child;
  // Without a pid there is no process, and `ended` rejects with the reason.
  if (pid !== undefined) options.onSpawn?.(pid);

  const isReady = async (): Promise<boolean> => {
    const lock = await readLockFile(options.cluster);
    return lock?.pid === pid && lock?.status === 'ready';
  };
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await Promise.race([ended, waitUntil(async () => hasEnded() || (await isReady()), patience)]);
  if (pid !== undefined && !hasEnded() && (await isReady())) {
    const running = await readProcess(pid);
    if (running !== undefined) return { pid, startedAt: running.startedAt, port };
  }
  child.kill('SIGQUIT');
  await ended;
  return undefined;
}

function spawnPostmaster(options: StartOptions, port: number): ChildProcess {
  const { cluster, binaries, account, logFile } = options;
  // Ours alone, whatever the umask: the texts of failed statements end up in it.
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(
      join(binaries.root, 'native', 'bin', 'postgres'),
      ['-D', cluster, ...listenOn(port)],
      {
        ...(account && { uid: account.uid, gid: account.gid }),
        cwd: '/',
        // A session of its own, so that Ctrl-C does not stop it before we have drained.
        detached: true,
        env: programEnvironment(),
        stdio: ['ignore', log, log],
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

const listenOn = (port: number): readonly string[] =>
  [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=`].flatMap((setting) => [
    '-c',
    setting,
  ]);
