const NEVER_SENT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_INVALID_ARG']);
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/** Whether an error of the network proves that nothing of the request was sent. */
export function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Of several addresses each was tried.
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every(isNeverSent);
  }
  return (
    ('code' in error && NEVER_SENT.has(String(error.code))) ||
    ('syscall' in error && BEFORE_SENDING.has(String(error.syscall)))
  );
}
