/** Whether this, or what caused it, is a database that gave no answer: another time it may. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && CODES.has(code)) return true;
  if (error instanceof AggregateError && error.errors.some(isUnreachable)) return true;
  return SILENCE.test(error.message) || isUnreachable(error.cause);
}

const CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  // Of Postgres: starting up, shutting down, too many connections.
  '57P01',
  '57P03',
  '53300',
]);

const SILENCE = /connection terminated|timeout expired|connection timeout/i;
