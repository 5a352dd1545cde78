import { readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * npm packages cannot hold symbolic links. The platform package makes its own in an install script,
 * which is off here; without them the programs do not find their libraries.
 *
 * False when the folder is not ours to write and links are missing.
 */
export async function linkLibraries(root: string): Promise<boolean> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(list);
  const made = await Promise.all(
    links.map(({ source, target }) => link(basename(source), join(root, target))),
  );
  return made.every(Boolean);
}

const link = (source: string, target: string): Promise<boolean> =>
  symlink(source, target).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
  );
