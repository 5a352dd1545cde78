import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { copyBinaries } from './copy-binaries.ts';
import type { Account } from './find-account.ts';
import { linkLibraries } from './link-libraries.ts';
import type { Binaries } from './locate-binaries.ts';
import { type ProgramResult, runProgram } from './run-program.ts';

export interface PrepareOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Where a copy goes if the installed programs cannot be used as they lie. */
  readonly copyFolder: string;
  readonly onProgress: (text: string) => void;
}

/** Gives programs that are known to run as the account, in place or as a copy. */
export async function prepareBinaries(options: PrepareOptions): Promise<Binaries> {
  const { binaries, account, copyFolder, onProgress } = options;
  if (await linkLibraries(binaries.root)) {
    if ((await tryOut(binaries, account)).succeeded) return binaries;
    // What does not run for ourselves either will not run as a copy.
    mustRun(await tryOut(binaries, undefined));
  }
  const copy = { ...binaries, root: join(copyFolder, `binaries-${binaries.version}`) };
  if (existsSync(join(copy.root, 'complete')) && (await tryOut(copy, account)).succeeded) {
    return copy;
  }
  onProgress(`Copying Postgres to ${copy.root} (60 MB, once).`);
  await mkdir(copyFolder, { recursive: true });
  if (account !== undefined) await chmod(copyFolder, 0o755);
  await rm(copy.root, { recursive: true, force: true });
  await copyBinaries(binaries.root, copy.root);
  mustRun(await tryOut(copy, account));
  return copy;
}

/** Runs the real program, so that missing libraries, musl and closed folders all show here. */
const tryOut = ({ root }: Binaries, account: Account | undefined): Promise<ProgramResult> =>
  runProgram(
    '/bin/sh',
    [
      '-c',
      '"$1/bin/postgres" --version && test -r "$1/share/postgresql/postgres.bki"',
      'sh',
      join(root, 'native'),
    ],
    account,
  );

function mustRun({ succeeded, output }: ProgramResult): void {
  if (succeeded) return;
  throw new Error(
    `The embedded Postgres does not run on this system: ${output}\n` +
      'On Linux it needs glibc 2.27 or newer (so not Alpine, whose C library is musl). ' +
      'Set DATABASE_URL to a Postgres of your own.',
  );
}
