import { errors } from 'undici';

/** An error for logs: the parser's quotes the answer, which may hold tokens. */
export function safeCause(cause: unknown): unknown {
  return cause instanceof errors.HTTPParserError ? new Error(cause.message) : cause;
}
