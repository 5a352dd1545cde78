import type { IncomingMessage, ServerResponse } from 'node:http';

import { err, ok, type Result, ResultAsync } from 'neverthrow';

type ReadBytesError =
  | { readonly kind: 'body-too-large' }
  | { readonly kind: 'body-incomplete' }
  | { readonly kind: 'overloaded' };

export interface ReadBytesLimits {
  readonly oneBody: number;
  /**
   * Of all requests that are not answered yet: anybody can send, so this bounds our memory.
   * `UNCOUNTED` bytes of each body stand outside it, so that nobody shuts out events of the
   * usual size by holding large bodies; these the number of connections bounds.
   */
  readonly allBodies: number;
}

const UNCOUNTED = 16 * 1024;

export type ReadBytes = (exchange: {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}) => ResultAsync<Uint8Array, ReadBytesError>;

/**
 * The body as it came, chunked or not, whatever it is said to be. What lies beyond
 * a limit is read and thrown away, not cut off: a client that still writes would
 * never see its 413.
 */
export function createReadBytes(limits: ReadBytesLimits): ReadBytes {
  let held = 0;
  return ({ req, res }) => {
    let size = 0;
    let counted = 0;
    res.once('close', () => {
      held -= counted;
    });
    const take = (bytes: number): ReadBytesError | null => {
      size += bytes;
      if (size > limits.oneBody) return { kind: 'body-too-large' };
      const more = Math.max(0, size - UNCOUNTED) - counted;
      if (more > 0 && held + more > limits.allBodies) return { kind: 'overloaded' };
      counted += more;
      held += more;
      return null;
    };
    return new ResultAsync(
      new Promise((resolve) => {
        const announced = Number(req.headers['content-length'] ?? 0);
        if (announced > limits.oneBody) resolve(err({ kind: 'body-too-large' }));
        else collect(req, take, resolve);
      }),
    );
  };
}

function collect(
  request: IncomingMessage,
  take: (bytes: number) => ReadBytesError | null,
  resolve: (outcome: Result<Uint8Array, ReadBytesError>) => void,
): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer): void => {
    const refused = take(chunk.length);
    if (refused === null) {
      chunks.push(chunk);
      return;
    }
    request.off('data', keep).resume();
    chunks.length = 0;
    resolve(err(refused));
  };
  const cutOff = (): void => resolve(err({ kind: 'body-incomplete' }));
  request
    .on('data', keep)
    .once('end', () => resolve(ok(Buffer.concat(chunks))))
    .once('error', cutOff)
    .once('close', cutOff);
}
