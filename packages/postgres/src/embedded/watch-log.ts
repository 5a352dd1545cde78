import { readFile, rename, stat } from 'node:fs/promises';

/** Gives a function that reads the last lines written from now on; sets a long log aside. */
export async function watchLog(file: string): Promise<() => Promise<string>> {
  const size = await sizeOf(file);
  const rotated = size > limit;
  if (rotated) await rename(file, `${file}.old`);
  const start = rotated ? 0 : size;
  return async () => {
    const text = (await readFile(file)).subarray(start).toString();
    return text.trimEnd().split('\n').slice(-15).join('\n');
  };
}

const limit = 10 * 1024 * 1024;

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
