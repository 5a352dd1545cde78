import { createServer, type RequestListener, type Server } from 'node:http';

import { answerClientError } from './answer-client-error.ts';
import { responsesInFlight } from './responses-in-flight.ts';

export interface HttpServerOptions {
  readonly headersTimeoutMs?: number;
  /** The whole request, its body included. */
  readonly requestTimeoutMs?: number;
  /** Longer than the balancer's in front, or it would write into a closing connection. */
  readonly keepAliveTimeoutMs?: number;
  /** How often the two time-outs of requests are looked at. */
  readonly checkIntervalMs?: number;
  readonly maxHeaderBytes?: number;
  readonly maxConnections?: number;
}

/** A server that gives nobody more time or memory than a request needs. It does not listen yet. */
export function createHttpServer(
  handler: RequestListener,
  options: HttpServerOptions = {},
): Server {
  const server = createServer(
    {
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      requestTimeout: options.requestTimeoutMs ?? 15_000,
      keepAliveTimeout: options.keepAliveTimeoutMs ?? 75_000,
      connectionsCheckingInterval: options.checkIntervalMs ?? 2_000,
      maxHeaderSize: options.maxHeaderBytes ?? 16 * 1024,
      insecureHTTPParser: false,
      // The handler looks itself, and answers with a problem.
      requireHostHeader: false,
    },
    handler,
  );
  server.maxConnections = options.maxConnections ?? 10_000;
  responsesInFlight(server);
  // An expectation that we do not know is no reason to refuse what else is asked.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('clientError', answerClientError);
  return server;
}
