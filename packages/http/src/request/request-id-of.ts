import type { IncomingMessage } from 'node:http';

const WELL_FORMED = /^[A-Za-z0-9_-]{8,64}$/;

/** The client's own id when it is one that can go into a header, a body and a log as it is. */
export function requestIdOf({ headers }: IncomingMessage, newRequestId: () => string): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : newRequestId();
}
