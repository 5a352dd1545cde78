import { readFile } from 'node:fs/promises';

import { usageError } from './usage-error.ts';

/** From a file, never from the command's own words: those anybody on the machine can see. */
export async function readSecret(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`The secret cannot be read from ${path} (${error.code ?? 'unknown'}).`);
  });
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw usageError(`${path} is empty: a secret is expected in it.`);
  return secret;
}
