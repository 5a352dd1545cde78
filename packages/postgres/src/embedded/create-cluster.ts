import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Account } from './find-account.ts';
import type { Binaries } from './locate-binaries.ts';
import { runProgram } from './run-program.ts';

export interface ClusterOptions {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** Written into `postgresql.conf`, where whoever runs the server may change them. */
  readonly settings: Readonly<Record<string, string>>;
  /** False only for data that need not outlive a power failure. */
  readonly durable: boolean;
}

/** The cluster appears whole or not at all, however the first start is interrupted. */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { cluster, binaries, account, password, durable } = options;
  await removeLeftovers(cluster);
  const fresh = `${cluster}${leftover}${randomBytes(4).toString('hex')}`;
  const passwordFile = `${fresh}.password`;
  try {
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account !== undefined) {
      await chown(fresh, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const initdb = join(binaries.root, 'native', 'bin', 'initdb');
    const { succeeded, output } = await runProgram(initdb, initArgs(options, fresh), account);
    if (!succeeded) {
      throw new Error(`The database could not be created in ${cluster}:\n${output}`);
    }
    await rename(fresh, cluster);
    if (durable) await syncFolder(dirname(cluster));
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

const leftover = '.new-';

function initArgs({ settings, durable }: ClusterOptions, fresh: string): readonly string[] {
  const superuser = ['-U', 'postgres', `--pwfile=${fresh}.password`, '--auth=scram-sha-256'];
  // The built-in locale sorts alike on every system; libc's part is `C`, which every system has.
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const set = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const sync = durable ? [] : ['--no-sync'];
  return ['-D', fresh, ...superuser, ...locale, '--locale=C', ...set, ...sync];
}

async function removeLeftovers(cluster: string): Promise<void> {
  const folder = dirname(cluster);
  const names = await readdir(folder);
  const mine = names.filter((name) => name.startsWith(`${basename(cluster)}${leftover}`));
  // With retries, because the initdb of a killed server may still be writing.
  const how = { recursive: true, force: true, maxRetries: 20 };
  await Promise.all(mine.map((name) => rm(join(folder, name), how)));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
