import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isRunning } from './is-running.ts';
import { type ProcessIdentity, readProcess } from './read-process.ts';

export interface Ownership {
  readonly release: () => Promise<void>;
}

/**
 * At most one living process owns the database in a folder.
 *
 * The files are numbered, and the highest number counts. A dead owner's file is not replaced but
 * outnumbered: were it replaced, two processes that find the same dead owner could both succeed.
 * For the same reason the last file stays when its owner lets go.
 */
export async function takeOwnership(folder: string): Promise<Ownership> {
  const self = await readProcess(process.pid);
  if (self === undefined) throw new Error('The system does not tell when our process started.');
  const { pid, startedAt } = self;
  for (;;) {
    const latest = await latestNumber(folder);
    const owner = latest > 0 ? await readOwner(fileOf(folder, latest)) : undefined;
    if (owner !== undefined && (await isRunning(owner))) throw inUse(owner.pid, folder);

    const mine = latest + 1;
    if (!(await claim(fileOf(folder, mine), { pid, startedAt }))) continue;
    if ((await latestNumber(folder)) === mine) {
      await removeBelow(folder, mine);
      return { release: () => put(fileOf(folder, mine), {}, rename) };
    }
    await rm(fileOf(folder, mine), { force: true });
  }
}

const prefix = 'postgres-owner.';
const fileOf = (folder: string, number: number): string => join(folder, `${prefix}${number}`);

const numbers = async (folder: string): Promise<readonly number[]> =>
  (await readdir(folder))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isSafeInteger(number));

const latestNumber = async (folder: string): Promise<number> =>
  Math.max(0, ...(await numbers(folder)));

async function removeBelow(folder: string, limit: number): Promise<void> {
  const old = (await numbers(folder)).filter((number) => number < limit);
  await Promise.all(old.map((number) => rm(fileOf(folder, number), { force: true })));
}

/** Undefined when the owner let go, or when the file was cut short by a power failure. */
async function readOwner(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const owner: Partial<ProcessIdentity> = JSON.parse(await readFile(file, 'utf8'));
    const { pid, startedAt } = owner;
    return pid === undefined || startedAt === undefined ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}

const claim = (file: string, owner: ProcessIdentity): Promise<boolean> =>
  put(file, owner, link).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

/** The file appears with its whole content; `link` refuses to replace one, `rename` does it. */
async function put(
  file: string,
  content: Partial<ProcessIdentity>,
  place: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const draft = `${file}.draft-${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    await place(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

const inUse = (pid: number, folder: string): Error =>
  Object.assign(
    new Error(
      `Dialpad CTI is already running here as pid ${pid} (data in ${folder}). ` +
        'Stop it first, or give this one its own DATA_DIR.',
    ),
    { code: 'EMBEDDED_POSTGRES_IN_USE' },
  );
