import type { Server, ServerResponse } from 'node:http';

import { responsesInFlight } from './responses-in-flight.ts';

/**
 * Accepts no more connections, lets what is in flight be answered, each with
 * `Connection: close`, and resolves when the last connection is gone. What is
 * not done after `limitMs` is cut off.
 */
export async function drain(server: Server, limitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const response of responsesInFlight(server)) closeAfter(response);
  // A request that comes on a connection that was open already is still answered.
  server.prependListener('request', (_request, response: ServerResponse) => closeAfter(response));
  server.close(() => resolve());
  // One whose answer was on its way when this began turns idle later.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const limit = setTimeout(() => server.closeAllConnections(), limitMs);
  try {
    await promise;
  } finally {
    clearInterval(idle);
    clearTimeout(limit);
  }
}

const IDLE_CHECK_MS = 50;

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
