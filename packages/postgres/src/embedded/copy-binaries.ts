import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { linkLibraries } from './link-libraries.ts';

/** Copies a platform package to where every account can run it; leaves a copy that is there. */
export async function copyBinaries(from: string, to: string): Promise<void> {
  const fresh = `${to}.new-${randomBytes(4).toString('hex')}`;
  try {
    await cp(join(from, 'native'), join(fresh, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await openToAll(fresh);
    await linkLibraries(fresh);
    await writeFile(join(fresh, 'complete'), '');
    await rename(fresh, to);
  } catch (error) {
    // Another process was faster, and may already run what it has copied.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Under umask 077 the copies are readable to root alone, so every mode is set by hand. */
async function openToAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of [folder, ...paths]) {
    const { mode } = await stat(path);
    await chmod(path, mode & 0o100 ? 0o755 : 0o644);
  }
}
