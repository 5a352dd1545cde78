import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** By the clock given. */
  readonly at: number;
}

/** A status; `never`: no answer; `cut`: the connection is destroyed. May be promised. */
type Reply = number | 'never' | 'cut';

export interface ReceiverOptions {
  readonly now?: () => number;
  readonly reply?: (heard: Heard) => Reply | Promise<Reply>;
}

export interface Receiver {
  readonly url: string;
  readonly heard: readonly Heard[];
  readonly close: () => Promise<void>;
}

/** A server on loopback that is posted to. */
export async function openReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { now = Date.now, reply = () => 200 } = options;
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    const one = { path, headers, body: await text(request), at: now() };
    heard.push(one);
    const answer = await reply(one);
    if (answer === 'cut') request.socket.destroy();
    else if (answer !== 'never') response.writeHead(answer).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async close(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
