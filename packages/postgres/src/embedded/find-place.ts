import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { canReach } from './can-reach.ts';
import type { Account } from './find-account.ts';
import { refuseOtherMajor } from './refuse-other-major.ts';

export interface Place {
  /** The folder that holds the cluster and its owner's file. */
  readonly folder: string;
  readonly cluster: string;
  readonly relocated: boolean;
  /** Who the database runs as: whoever the data already belongs to. */
  readonly account: Account | undefined;
}

export interface PlaceOptions {
  readonly dataDir: string;
  readonly major: number;
  readonly account: Account | undefined;
  /** Where the data goes when the account cannot reach the data folder. */
  readonly systemFolder: string;
}

export async function findPlace(options: PlaceOptions): Promise<Place> {
  const { dataDir, major, systemFolder } = options;
  const moved = await readLocation(dataDir);
  const folder = moved === undefined ? dataDir : join(systemFolder, moved);
  await mustExist(folder, dataDir);
  await refuseOtherMajor(folder, major);

  const cluster = join(folder, `postgres-${major}`);
  const owner = await ownerOf(cluster);
  const account =
    owner === undefined ? options.account : accountFor(owner, cluster, options.account);
  if (account === undefined || (await canReach(folder, account))) {
    return { folder, cluster, relocated: moved !== undefined, account };
  }
  if (owner === undefined && moved === undefined) {
    await writeLocation(dataDir, systemFolder);
    return findPlace(options);
  }
  throw new Error(
    `Postgres runs as "${account.name}", which cannot reach its data in ${cluster}. ` +
      `Open the folders on the way to it (\`chmod o+x\`), or set DATABASE_URL.`,
  );
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const ownerOf = (cluster: string): Promise<Owner | undefined> =>
  stat(cluster).catch(() => undefined);

function accountFor(
  owner: Owner,
  cluster: string,
  account: Account | undefined,
): Account | undefined {
  const { uid, gid } = owner;
  if (account === undefined) {
    if (uid === process.getuid?.()) return undefined;
    throw new Error(
      `The database in ${cluster} belongs to another account (uid ${uid}). Start as that account ` +
        '(or as root, if root made it), or give this one its own DATA_DIR.',
    );
  }
  if (uid === 0) {
    throw new Error(
      `The database in ${cluster} belongs to root, and Postgres refuses to run as root. ` +
        `Give it back: chown -R ${account.uid}:${account.gid} ${cluster}`,
    );
  }
  return uid === account.uid ? account : { name: `uid ${uid}`, uid, gid };
}

const locationFile = (dataDir: string): string => join(dataDir, 'postgres-location');

async function readLocation(dataDir: string): Promise<string | undefined> {
  const id = await readFile(locationFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (id === undefined || /^[0-9a-f]{16}$/.test(id)) return id;
  throw new Error(`${locationFile(dataDir)} does not name a place: restore or remove it.`);
}

/**
 * The place is random and remembered in the data folder: were it made from the folder's path, a new
 * clone at the same path would find the old one's database.
 */
async function writeLocation(dataDir: string, systemFolder: string): Promise<void> {
  const id = randomBytes(8).toString('hex');
  const folder = join(systemFolder, id);
  await mkdir(folder, { recursive: true });
  await chmod(systemFolder, 0o755);
  await chmod(folder, 0o711);
  const draft = join(dataDir, `postgres-location.${id}`);
  await writeFile(draft, id, { mode: 0o600 });
  try {
    await link(draft, locationFile(dataDir));
  } catch (error) {
    await rm(folder, { recursive: true });
    // Another process was first; its choice holds for us as well.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}

async function mustExist(folder: string, dataDir: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined)) !== undefined) return;
  throw new Error(
    `The database of ${dataDir} lay in ${folder}, which is gone. Bring it back, or remove ` +
      `${locationFile(dataDir)} to begin with an empty database.`,
  );
}
