import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OpenServerOptions {
  readonly listener: RequestListener;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Rejects when it cannot listen there. */
export async function openServer({ listener, host, port }: OpenServerOptions) {
  const server = createServer(listener);
  server.listen(port, host);
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    /** Cuts what is open. */
    async stop(): Promise<void> {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
