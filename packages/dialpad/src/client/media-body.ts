import type { Readable } from 'node:stream';

/**
 * The bytes as fast as they are read; leaving early ends the request, and so does it when nobody begins
 * to read. Rejects when the line breaks.
 */
export function mediaBody(stream: Readable, idleMs: number): AsyncIterable<Uint8Array> {
  // Unread, it would hold its connection for good.
  const unread = setTimeout(() => stream.destroy(), idleMs).unref();
  return {
    async *[Symbol.asyncIterator]() {
      clearTimeout(unread);
      yield* stream as AsyncIterable<Uint8Array>;
    },
  };
}
