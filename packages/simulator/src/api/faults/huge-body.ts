import { Readable } from 'node:stream';

const CHUNK = Buffer.alloc(64 * 1024, 'a');
const QUOTE = Buffer.from('"');

/** A JSON string of so many bytes, made as fast as it is read. At least two, for its quotes. */
export const hugeBody = (bytes: number): Readable => Readable.from(chunksOf(bytes));

function* chunksOf(bytes: number): Generator<Buffer> {
  yield QUOTE;
  for (let left = bytes - 2; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
  yield QUOTE;
}
