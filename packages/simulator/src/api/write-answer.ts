import type { Readable } from 'node:stream';

import type { Answer } from './answer.ts';
import { bytesOf } from './bytes-of.ts';
import type { Exchange } from './exchange.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Gives the answer to Koa, which sends it. `paced` says how its bytes are sent: all at once when absent. */
export function writeAnswer(
  exchange: Exchange,
  answer: Answer,
  paced?: (bytes: Uint8Array) => Readable,
): void {
  const bytes = bytesOf(answer);
  if (bytes !== null) exchange.set('Content-Type', JSON_TYPE);
  exchange.set(answer.headers ?? {});
  // The status comes after it: without a body Koa takes it for a 204.
  exchange.body = bytes === null || paced === undefined ? bytes : paced(bytes);
  exchange.status = answer.status;
  if (bytes !== null) exchange.length = bytes.length;
}
