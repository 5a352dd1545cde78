import { existsSync } from 'node:fs';
import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { createCluster } from './create-cluster.ts';
import { ensureDatabase } from './ensure-database.ts';
import { type Account, findAccount } from './find-account.ts';
import { findLivePostmaster } from './find-live-postmaster.ts';
import { findPlace, type Place } from './find-place.ts';
import { keepRunning } from './keep-running.ts';
import { type Binaries, locateBinaries } from './locate-binaries.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { type Passwords, readPasswords } from './read-passwords.ts';
import { type Postmaster, type StartOptions, startPostmaster } from './start-postmaster.ts';
import { stopPostmaster } from './stop-postmaster.ts';
import { systemFolder } from './system-folder.ts';
import { takeOwnership } from './take-ownership.ts';

export interface EmbeddedPostgres {
  /** Of an ordinary role that owns the database: no superuser, and bound by row-level security. */
  readonly url: string;
  /** Where the data really lies. */
  readonly dataDir: string;
  /** True when the cluster of a killed server was still running and was taken over. */
  readonly adopted: boolean;
  /** True when the data could not lie in the folder asked for: root's Postgres cannot reach it. */
  readonly relocated: boolean;
  /** Never happens by itself when our process ends: the server stops its database last. */
  readonly stop: () => Promise<void>;
}

interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly onProgress?: (text: string) => void;
}

/** Rejects with the code `EMBEDDED_POSTGRES_IN_USE` while another living process owns the data. */
export async function openEmbeddedPostgres(
  given: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { onProgress = () => {} } = given;
  const binaries = locateBinaries();
  const found = await findAccount();
  const dataDir = await makeFolder(given.dataDir, found);
  const place = await findPlace({ dataDir, major: binaries.major, account: found, systemFolder });
  const ownership = await takeOwnership(place.folder);
  try {
    const { account } = place;
    const copyFolder = account === undefined ? dataDir : systemFolder;
    const ready = await prepareBinaries({ binaries, account, copyFolder, onProgress });
    const options = { place, dataDir, binaries: ready, onProgress };
    const opened = await openPlace(options);
    const stopDatabase = keepRunning({
      postmaster: opened.postmaster,
      restart: ({ port }) => startPostmaster({ ...startOf(options), port }),
      onProgress,
    });
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await stopDatabase();
      await ownership.release();
    };
    return {
      url: opened.url,
      dataDir: place.cluster,
      adopted: opened.adopted,
      relocated: place.relocated,
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    await ownership.release();
    throw error;
  }
}

/** As Postgres knows it, without symbolic links; root's leaves the database's account a way in. */
async function makeFolder(path: string, account: Account | undefined): Promise<string> {
  const made = await mkdir(resolve(path), { recursive: true });
  if (made !== undefined) await chmod(resolve(path), account === undefined ? 0o700 : 0o711);
  return realpath(path);
}

interface OpenOptions {
  readonly place: Place;
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly onProgress: (text: string) => void;
}

interface Opened {
  readonly postmaster: Postmaster;
  readonly adopted: boolean;
  readonly url: string;
}

async function openPlace(options: OpenOptions): Promise<Opened> {
  const { place, dataDir, onProgress } = options;
  const passwords = await readPasswords(dataDir, place.cluster);
  const live = await findLivePostmaster(place.cluster);
  const postmaster = live ?? (await startPlace(options, passwords));
  try {
    const url = await ensureDatabase(postmaster.port, passwords);
    if (live !== undefined) onProgress('Took over the database of a server that was killed.');
    return { postmaster, adopted: live !== undefined, url };
  } catch (error) {
    await stopPostmaster(postmaster, 'fast');
    // The killed server may have told it to stop just before. One that we start ourselves will not.
    if (live !== undefined) return openPlace(options);
    throw error;
  }
}

async function startPlace(options: OpenOptions, passwords: Passwords): Promise<Postmaster> {
  const { place, binaries, onProgress } = options;
  const { cluster, account } = place;
  if (!existsSync(cluster)) {
    onProgress(`Creating the database in ${cluster} (once).`);
    const password = passwords.admin;
    await createCluster({ cluster, binaries, account, password, settings, durable: true });
  }
  return startPostmaster(startOf(options));
}

function startOf({ place, binaries }: OpenOptions): StartOptions {
  const { cluster, account, folder } = place;
  return { cluster, binaries, account, logFile: join(folder, 'postgres.log') };
}

/** Postgres' own values where we do not say otherwise; the first three are our promise. */
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  log_timezone: 'UTC',
  timezone: 'UTC',
};
