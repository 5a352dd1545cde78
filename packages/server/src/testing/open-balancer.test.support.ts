import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in front of a server at a host: one address, whatever becomes of the servers behind it. */
export interface Balancer {
  readonly url: string;
  /** Null: nobody is behind it, and it answers 503 by itself. */
  readonly pointTo: (port: number | null) => void;
  readonly close: () => Promise<void>;
}

export async function openBalancer(): Promise<Balancer> {
  let target: number | null = null;
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const refuse = (): void => {
      if (response.headersSent) response.destroy();
      else response.writeHead(503).end();
    };
    if (target === null) return refuse();
    const { method, url: path, headers } = request;
    const passed = http.request(
      { host: '127.0.0.1', port: target, method, path, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('error', refuse);
      },
    );
    passed.on('error', refuse);
    request.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pointTo(next) {
      target = next;
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
