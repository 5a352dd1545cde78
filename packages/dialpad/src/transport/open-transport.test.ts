import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';

import { afterEach, describe, expect, test } from 'vitest';

import { settingsOf } from '../settings.ts';
import { openTransport } from './open-transport.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** How a POST ends at a server that does this with the first bytes of each connection. */
async function postTo(protocol: 'http' | 'https', onBytes: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => onBytes(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  const baseUrl = `${protocol}://127.0.0.1:${port}`;
  const transport = openTransport(settingsOf({ baseUrl, timeouts: { requestMs: 2_000 } }));
  closing.push(async () => {
    await transport.close();
    server.close();
  });
  const url = new URL('/oauth2/token', baseUrl);
  return transport.send({ method: 'POST', url, headers: {}, body: '{}', isStream: false });
}

const reset = (socket: Socket) => void socket.resetAndDestroy();
const hangUp = (socket: Socket) => void socket.end();
const speak = (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');

describe('nothing was sent', () => {
  test.each([
    ['is reset', reset],
    ['is hung up', hangUp],
    ['is not one of TLS', speak],
  ])('when the handshake %s', async (_name, onBytes) => {
    const reply = await postTo('https', onBytes);
    expect(reply).toMatchObject({ kind: 'no-answer', isSent: false });
  });

  test.each([
    ['reset', reset],
    ['hung up', hangUp],
  ])('is not proven when a request is %s', async (_name, onBytes) => {
    const reply = await postTo('http', onBytes);
    expect(reply).toMatchObject({ kind: 'no-answer', isSent: true });
  });
});

test('an answer that is no HTTP is not quoted', async () => {
  const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
  const reply = await postTo('http', (socket) => {
    socket.end(`${head}5\r\n{"acc\r\nZZZ {"access_token":"a-token-of-ours"}\r\n`);
  });
  expect(reply).toMatchObject({ kind: 'no-answer', isSent: true });
  expect(inspect(reply, { depth: 9 })).not.toContain('a-token-of-ours');
});
