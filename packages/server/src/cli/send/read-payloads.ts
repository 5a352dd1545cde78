import { readFile } from 'node:fs/promises';

import { usageError } from '../usage-error.ts';
import { payloadsIn } from './payloads-in.ts';

/** Of all files, in their order. */
export async function readPayloads(paths: readonly string[]): Promise<readonly string[]> {
  const read = await Promise.all(paths.map(readOne));
  return read.flat();
}

async function readOne(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${path} cannot be read (${error.code ?? 'unknown'}).`);
  });
  const payloads = payloadsIn(text);
  if (payloads !== null) return payloads;
  throw usageError(
    `${path} holds no payloads: give one JSON object, a list of them, {"events": [...]}, or one a line.`,
  );
}
