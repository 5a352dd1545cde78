import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { createHttpServer, drain, type HttpServerOptions } from '@dialpad-cti/http';

export interface RunningHttpServer {
  readonly port: number;
  /** Serves on for a while, then answers what is in flight, then lets go of the port. */
  readonly close: () => Promise<void>;
}

export interface OpenHttpOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Time-outs and numbers of connections. */
  readonly sockets: HttpServerOptions;
  /** Called once, with the port that is known by then. */
  readonly handlerAt: (port: number) => RequestListener;
  /** So long the server serves on, until balancers have seen that it is not ready. */
  readonly drainDelayMs: number;
  readonly drainLimitMs: number;
  readonly onDraining: () => void;
}

/** Rejects when the port cannot be had. */
export async function openHttpServer(options: OpenHttpOptions): Promise<RunningHttpServer> {
  let handler: RequestListener = notYet;
  const server = createHttpServer(
    (request, response) => handler(request, response),
    options.sockets,
  );
  const port = await listen(server, options);
  handler = options.handlerAt(port);
  return {
    port,
    async close() {
      options.onDraining();
      await delay(options.drainDelayMs);
      await drain(server, options.drainLimitMs);
    },
  };
}

const notYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '1' }).end();
};

async function listen(server: Server, { host, port }: OpenHttpOptions): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  return (server.address() as AddressInfo).port;
}
