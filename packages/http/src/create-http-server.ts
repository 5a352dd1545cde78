import { createServer, type RequestListener, type Server } from 'node:http';

import { createAnswerClientError } from './create-answer-client-error.ts';
import { limitConnections } from './limit-connections.ts';
import { responsesInFlight } from './responses-in-flight.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpServerOptions {
  readonly headersTimeoutMs?: number;
  /** The whole request, its body included. */
  readonly requestTimeoutMs?: number;
  /** Longer than the balancer's in front, or it would write into a closing connection. */
  readonly keepAliveTimeoutMs?: number;
  /** A connection on which nothing moves in the midst of a request or an answer. */
  readonly idleSocketTimeoutMs?: number;
  /** How often the time-outs of head and request are looked at. */
  readonly checkIntervalMs?: number;
  readonly maxHeaderBytes?: number;
  readonly maxConnections?: number;
  /** No limit when absent: behind a proxy all connections come from one address. */
  readonly maxConnectionsPerAddress?: number;
  /** As in `HttpDeps`, for the answers to what is no request. */
  readonly strictTransport?: boolean;
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
  // Node puts the time-out of keep-alive in its place between two requests.
  server.timeout = options.idleSocketTimeoutMs ?? 30_000;
  server.maxConnections = options.maxConnections ?? 10_000;
  const perAddress = options.maxConnectionsPerAddress ?? 0;
  if (perAddress > 0) limitConnections(server, perAddress);
  responsesInFlight(server);
  // An expectation that we do not know is no reason to refuse what else is asked.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const answerClientError = createAnswerClientError(
    securityHeaders(options.strictTransport ?? false),
  );
  server.on('clientError', answerClientError);
  return server;
}
