import { spawn } from 'node:child_process';

import type { Account } from './find-account.ts';
import { programEnvironment } from './program-environment.ts';

export interface ProgramResult {
  readonly succeeded: boolean;
  readonly output: string;
}

/** Never rejects: a program that cannot be started at all has failed, and the output says why. */
export function runProgram(
  file: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<ProgramResult> {
  return new Promise<ProgramResult>((resolve) => {
    // The account may not be allowed into our own working directory, so it gets another.
    const child = spawn(file, args, {
      ...(account && { uid: account.uid, gid: account.gid }),
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ succeeded: false, output: error.message }));
    child.once('close', (code) => resolve({ succeeded: code === 0, output: output.trim() }));
    // Thrown at once when the system does not let us become that account.
  }).catch((error: Error) => ({ succeeded: false, output: error.message }));
}
