import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Listener {
  readonly url: string;
  readonly heard: readonly Heard[];
  readonly close: () => Promise<void>;
}

/** What is answered, or null when the response was dealt with already. */
export type Reply = (heard: Heard, response: ServerResponse) => object | null;

/** A server on loopback that says what a test tells it, to see what a caller makes of it. */
export async function openListener(reply: Reply): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body: await text(request) };
    heard.push(one);
    const answer = reply(one, response);
    if (answer !== null) response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
