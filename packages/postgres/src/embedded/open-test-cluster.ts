import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createCluster } from './create-cluster.ts';
import { findAccount } from './find-account.ts';
import { locateBinaries } from './locate-binaries.ts';
import { makeTestFolder } from './make-test-folder.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { type Guard, startGuard } from './start-guard.ts';
import { type Postmaster, type StartOptions, startPostmaster } from './start-postmaster.ts';
import { stopPostmaster } from './stop-postmaster.ts';
import { systemFolder } from './system-folder.ts';
import { withClient } from './with-client.ts';

export interface TestCluster {
  /** Of a role that may create databases and roles, but is no superuser and owns nothing yet. */
  readonly url: string;
  /** Of the superuser. */
  readonly adminUrl: string;
  readonly port: number;
  readonly dataDir: string;
  /** Of the postmaster; another one after `restart`. */
  readonly pid: number;
  /** Removes the data as well. */
  readonly stop: () => Promise<void>;
  /**
   * Ends all its processes at once, as a crash does; `restart` then has to recover. What was
   * committed in the last second may be lost, unless the cluster is `durable`.
   */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and data, in order or after a crash. */
  readonly restart: () => Promise<void>;
}

interface TestClusterOptions {
  /** True where commits must wait for the disk, as they do in the product. */
  readonly durable?: boolean;
}

/** A throwaway Postgres in a temporary folder: gone when our process dies, however it dies. */
export async function openTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const account = await findAccount();
  const folder = await makeTestFolder(account);
  const guard = startGuard(folder);
  try {
    const binaries = await prepareBinaries({
      binaries: locateBinaries(),
      account,
      copyFolder: account === undefined ? folder : systemFolder,
      onProgress: () => {},
    });
    const cluster = join(folder, 'data');
    const password = randomBytes(12).toString('hex');
    const settings = { ...common, ...(options.durable ? {} : hasty) };
    await createCluster({ cluster, binaries, account, password, settings, durable: false });
    const start = {
      cluster,
      binaries,
      account,
      logFile: join(folder, 'postgres.log'),
      onSpawn: guard.watch,
    };
    const postmaster = await startPostmaster(start);
    const running = { folder, guard, start, postmaster, password };
    await createTester(running);
    return testCluster(running);
  } catch (error) {
    guard.end();
    throw error;
  }
}

const common = { max_connections: '300', shared_buffers: '128MB', timezone: 'UTC' };
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

interface Running {
  readonly folder: string;
  readonly guard: Guard;
  readonly start: StartOptions;
  readonly postmaster: Postmaster;
  /** Of both roles: they differ in what they may do, not in who knows them. */
  readonly password: string;
}

const urlOf = (role: string, { password, postmaster }: Running): string =>
  `postgres://${role}:${password}@127.0.0.1:${postmaster.port}/postgres`;

const createTester = (running: Running): Promise<void> =>
  withClient(urlOf('postgres', running), async (admin) => {
    const password = admin.escapeLiteral(running.password);
    await admin.query(`CREATE ROLE tester LOGIN CREATEDB CREATEROLE PASSWORD ${password}`);
  });

function testCluster(running: Running): TestCluster {
  const { folder, guard, start, postmaster } = running;
  let current = postmaster;
  const halt = async (how: 'fast' | 'crash'): Promise<void> => {
    await stopPostmaster(current, how);
    guard.watch(undefined);
  };
  return {
    url: urlOf('tester', running),
    adminUrl: urlOf('postgres', running),
    port: postmaster.port,
    dataDir: start.cluster,
    get pid() {
      return current.pid;
    },
    stop: async () => {
      // What it holds is thrown away, so it need not be written down.
      await halt('crash');
      await rm(folder, { recursive: true, force: true });
      guard.end();
    },
    kill: () => halt('crash'),
    restart: async () => {
      await halt('fast');
      current = await startPostmaster({ ...start, port: postmaster.port });
    },
  };
}
