import type { Account } from './find-account.ts';
import { runProgram } from './run-program.ts';

/** Asked of the system, by a process of that account: modes alone are not the whole truth. */
export const canReach = async (folder: string, account: Account | undefined): Promise<boolean> =>
  (await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], account)).succeeded;
