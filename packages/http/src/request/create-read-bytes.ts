import type { IncomingMessage, ServerResponse } from 'node:http';

import { err, ok, type Result, ResultAsync } from 'neverthrow';

type ReadBytesError =
  | { readonly kind: 'body-too-large' }
  | { readonly kind: 'body-incomplete' }
  | { readonly kind: 'content-coding-unsupported' }
  | { readonly kind: 'overloaded' };

export interface ReadBytesLimits {
  readonly oneBody: number;
  /** Of all requests that are not answered yet: anybody can send, so this bounds our memory. */
  readonly allBodies: number;
}

export type ReadBytes = (exchange: {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}) => ResultAsync<Uint8Array, ReadBytesError>;

/**
 * The body as it came, chunked or not. What lies beyond a limit is read and
 * thrown away, not cut off: a client that still writes would never see its 413.
 */
export function createReadBytes(limits: ReadBytesLimits): ReadBytes {
  let held = 0;
  return ({ req, res }) => {
    let size = 0;
    res.once('close', () => {
      held -= size;
    });
    const take = (bytes: number): ReadBytesError | null => {
      if (size + bytes > limits.oneBody) return { kind: 'body-too-large' };
      if (held + bytes > limits.allBodies) return { kind: 'overloaded' };
      size += bytes;
      held += bytes;
      return null;
    };
    return new ResultAsync(
      new Promise((resolve) => {
        const refused = refuse(req, limits.oneBody);
        if (refused === null) collect(req, take, resolve);
        else resolve(err(refused));
      }),
    );
  };
}

function refuse({ headers }: IncomingMessage, limit: number): ReadBytesError | null {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity') return { kind: 'content-coding-unsupported' };
  return Number(headers['content-length'] ?? 0) > limit ? { kind: 'body-too-large' } : null;
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
