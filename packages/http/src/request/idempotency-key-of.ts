import type { IncomingMessage } from 'node:http';

import { err, ok, type Result } from 'neverthrow';

import type { RequestInvalid } from '../http-fault.ts';

/** What the caller names its request by, in quotes as the structured field that it is or without. */
export function idempotencyKeyOf({
  headersDistinct,
}: Pick<IncomingMessage, 'headersDistinct'>): Result<string | null, RequestInvalid> {
  const [given, ...others] = headersDistinct['idempotency-key'] ?? [];
  if (given === undefined) return ok(null);
  const text = /^"(.*)"$/.exec(given)?.[1] ?? given;
  if (others.length > 0) return err(faultOf('is given more than once'));
  return PRINTABLE.test(text) ? ok(text) : err(faultOf(HINT));
}

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;
const HINT = 'must be 1 to 255 printable ASCII characters';

const faultOf = (detail: string): RequestInvalid => ({
  kind: 'request-invalid',
  errors: [{ pointer: '/header/idempotency-key', detail }],
});
