import { chmod, cp, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type Account, findAccount } from './find-account.ts';
import { type Binaries, locateBinaries } from './locate-binaries.ts';
import { makeTestFolder } from './make-test-folder.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { runProgram } from './run-program.ts';

let account: Account | undefined;
let folder: string;
let installed: Binaries;
let copyFolder: string;
let progress: string[];

beforeEach(async () => {
  account = await findAccount();
  folder = await makeTestFolder(account);
  copyFolder = join(folder, 'copies');
  progress = [];
  installed = await installWithoutScripts();
});

afterEach(async () => {
  // Some tests take away our own right to remove.
  await runProgram('/bin/chmod', ['-R', 'u+rwx', folder], undefined);
  await rm(folder, { recursive: true });
});

/** What npm leaves when install scripts are off: no symbolic links. Only what starting needs. */
async function installWithoutScripts(): Promise<Binaries> {
  const binaries = locateBinaries();
  const root = join(folder, 'package');
  await cp(join(binaries.root, 'native'), join(root, 'native'), {
    recursive: true,
    filter: async (path) => !bulk.test(path) && !(await lstat(path)).isSymbolicLink(),
  });
  return { ...binaries, root };
}

const bulk = /\/(timezone|timezonesets|extension|tsearch_data|lib\/postgresql)$|\.a$/;

const prepare = (): Promise<Binaries> =>
  prepareBinaries({
    binaries: installed,
    account,
    copyFolder,
    onProgress: (text) => progress.push(text),
  });

/** Closed to other accounts, and to ourselves for writing. */
const closePackage = async (): Promise<void> => {
  await chmod(join(installed.root, 'native', 'lib'), 0o500);
  await chmod(installed.root, 0o500);
};

const copyRoot = (): string => join(copyFolder, `binaries-${installed.version}`);

async function runs({ root }: Binaries): Promise<boolean> {
  const initdb = join(root, 'native', 'bin', 'initdb');
  return (await runProgram(initdb, ['--version'], account)).succeeded;
}

describe('prepareBinaries', () => {
  test('makes the links to the libraries that the install script would have made', async () => {
    expect(await runs(installed)).toBe(false);
    expect(await prepare()).toEqual(installed);
    expect(await runs(installed)).toBe(true);
    expect(await prepare()).toEqual(installed);
    expect(progress).toEqual([]);
  });

  test('copies programs that cannot be used where they lie, once', async () => {
    await closePackage();
    const copy = await prepare();
    expect(copy.root).toBe(copyRoot());
    expect(await runs(copy)).toBe(true);
    expect(await prepare()).toEqual(copy);
    expect(progress).toHaveLength(1);
  });

  test('opens the copy to all, whatever the modes of the original', async () => {
    await runProgram('/bin/chmod', ['-R', 'go=', installed.root], undefined);
    await closePackage();
    const { root } = await prepare();
    const modes = ['.', 'native/bin/postgres', 'native/pg-symlinks.json'].map(async (path) => {
      const { mode } = await stat(join(root, path));
      return mode & 0o777;
    });
    expect(await Promise.all(modes)).toEqual([0o755, 0o755, 0o644]);
  });

  for (const marked of [true, false]) {
    test(`replaces a bad copy that ${marked ? 'says it is' : 'is not'} complete`, async () => {
      await closePackage();
      await mkdir(join(copyRoot(), 'native', 'bin'), { recursive: true });
      await writeFile(join(copyRoot(), 'native', 'bin', 'postgres'), '');
      if (marked) await writeFile(join(copyRoot(), 'complete'), '');
      expect(await runs(await prepare())).toBe(true);
      expect(await readFile(join(copyRoot(), 'complete'), 'utf8')).toBe('');
    });
  }

  test('says what to do where the programs cannot run at all', async () => {
    await writeFile(join(installed.root, 'native', 'bin', 'postgres'), '#!/no/such/loader\n');
    await expect(prepare()).rejects.toThrow(/does not run on this system.*glibc.*DATABASE_URL/s);
    expect(progress).toEqual([]);
  });
});
