import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { z } from 'zod';

/** Stands before Dialpad, lets everything through, and sees what nobody else is shown. */
export interface DialpadTap {
  readonly url: string;
  /** Every request for tokens that was answered, in that order. */
  readonly tokenRequests: () => readonly TokenRequest[];
  /** Bearer tokens of the other requests, with the path of each. */
  readonly bearers: () => readonly { readonly path: string; readonly token: string }[];
  readonly close: () => Promise<void>;
}

const Sent = z.object({
  grant_type: z.string(),
  code: z.string().optional(),
  code_verifier: z.string().optional(),
  redirect_uri: z.string().optional(),
  refresh_token: z.string().optional(),
});
const Given = z.object({ access_token: z.string(), refresh_token: z.string().optional() });

interface TokenRequest {
  readonly sent: z.output<typeof Sent>;
  readonly status: number;
  /** Null: none. */
  readonly given: z.output<typeof Given> | null;
}

export async function openTap(target: string): Promise<DialpadTap> {
  const { hostname, port } = new URL(target);
  const tokenRequests: TokenRequest[] = [];
  const bearers: { path: string; token: string }[] = [];
  const agent = new http.Agent({ keepAlive: true });

  function noteTokens(body: Buffer, status: number, answer: Buffer): void {
    const given = status === 200 ? Given.parse(JSON.parse(answer.toString())) : null;
    tokenRequests.push({ sent: Sent.parse(JSON.parse(body.toString())), status, given });
  }

  async function pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) bearers.push({ path, token });
    const body = await buffer(request);
    const passed = http.request({
      agent,
      host: hostname,
      port,
      method: request.method,
      path: request.url,
      headers: request.headers,
    });
    passed.end(body);
    // Node's own event: what came is an answer.
    const [answer] = (await once(passed, 'response')) as [http.IncomingMessage];
    const bytes = await buffer(answer);
    const status = answer.statusCode ?? 502;
    if (path === '/oauth2/token') noteTokens(body, status, bytes);
    response.writeHead(status, answer.headers).end(bytes);
  }

  const server = http.createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const own = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own.port}`,
    tokenRequests: () => tokenRequests.slice(),
    bearers: () => bearers.slice(),
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
