import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

import type { Received } from '@dialpad-cti/core';
import { okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';

import { createHttpServer } from './create-http-server.ts';
import { drain } from './drain.ts';
import { openRig } from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

const impatient = { headersTimeoutMs: 100, requestTimeoutMs: 200, checkIntervalMs: 20 };

describe('createHttpServer', () => {
  test('ends a connection whose head or body does not come to its end', async () => {
    const rig = await openRig(undefined, impatient);
    const slow = [
      'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A',
      'POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc',
      'POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc',
    ];
    const answers = await Promise.all(
      slow.map((part) => rawExchange({ port: rig.port, parts: [part] })),
    );
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json/s);
    }
    await rig.close();
  });

  test('ends a connection that says nothing', async () => {
    const rig = await openRig(undefined, impatient);
    await rawExchange({ port: rig.port, parts: [] });
    await rig.close();
  });

  test('ends a connection whose client does not read, and none that waits between two requests', async () => {
    const server = await listening(
      createHttpServer(
        (request, response) => {
          response.end(request.url === '/large' ? Buffer.alloc(64 * 1024 * 1024) : 'small');
        },
        { idleSocketTimeoutMs: 100, keepAliveTimeoutMs: 60_000 },
      ),
    );
    const waiting = open(server.port);
    const answers: string[] = [];
    waiting.on('data', (chunk) => answers.push(chunk.toString()));
    const ask = (): unknown => waiting.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    ask();
    await vi.waitFor(() => expect(answers.join('')).toContain('small'), 20_000);

    const closed = new Promise((resolve) => {
      server.once('connection', (socket: Socket) => socket.once('close', resolve));
    });
    const reader = open(server.port).pause();
    reader.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed;
    reader.destroy();

    ask();
    await vi.waitFor(() => expect(answers.join('').match(/small/g)).toHaveLength(2), 20_000);
    waiting.destroy();
    server.close();
  });

  test('closes what one address opens beyond its number, and takes more when one is gone', async () => {
    const rig = await openRig(undefined, { maxConnectionsPerAddress: 2 });
    const request = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const held = [open(rig.port), open(rig.port)];
    await vi.waitFor(async () => expect(await connectionsOf(rig.server)).toBe(2), 20_000);
    expect(await rawExchange({ port: rig.port, parts: [request] })).toBe('');
    held[0]?.destroy();
    await vi.waitFor(
      async () =>
        expect(await rawExchange({ port: rig.port, parts: [request] })).toMatch(/^HTTP\/1\.1 200 /),
      20_000,
    );
    held[1]?.destroy();
    await rig.close();
  });
});

const open = (port: number): Socket => connect({ port, host: '127.0.0.1' });

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

async function listening(server: Server): Promise<Server & { readonly port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

describe('what is no request, behind one whose answer is on its way', () => {
  test('ends the connection, and puts no second answer into the first', async () => {
    const server = await listening(
      createHttpServer((_request, response) => {
        response.writeHead(200).write('half an answer');
      }),
    );
    const { port } = server;
    const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await rawExchange({ port, parts: [request, 'no request\r\n\r\n'] });
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200']);
    server.close();
  });
});

describe('drain', () => {
  test('answers what is in flight, closes its connection, and takes no more', async () => {
    const held = Promise.withResolvers<Received>();
    const rig = await openRig(() => ({
      receiveEvent: () => ResultAsync.fromSafePromise(held.promise),
    }));
    const idle = rawExchange({
      port: rig.port,
      parts: ['GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
    });
    const inFlight = rawExchange({
      port: rig.port,
      parts: ['POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx'],
    });
    await vi.waitFor(() => expect(rig.logs).toHaveLength(1), 20_000);

    const drained = drain(rig.server, 60_000);
    expect(await idle).toMatch(/^HTTP\/1\.1 200 /);
    await expect(rig.send('/healthz')).rejects.toThrow('fetch failed');
    held.resolve({ kind: 'stored', eventId: 'x' });
    expect(await inFlight).toMatch(/^HTTP\/1\.1 200 .*\r\nConnection: close\r\n/s);
    await drained;
  });

  test('cuts off what is not done by its limit', async () => {
    const rig = await openRig(() => ({
      webhookDeadlineMs: 60_000,
      receiveEvent: () => ResultAsync.fromSafePromise(new Promise<never>(() => {})),
    }));
    const inFlight = rawExchange({
      port: rig.port,
      parts: ['POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx'],
    });
    await vi.waitFor(async () => expect(await connectionsOf(rig.server)).toBe(1), 20_000);
    await drain(rig.server, 50);
    expect(await inFlight).toBe('');
  });

  test('is done at once when nothing is open', async () => {
    const rig = await openRig(() => ({
      receiveEvent: () => okAsync({ kind: 'stored', eventId: 'x' }),
    }));
    await drain(rig.server, 60_000);
    expect(rig.server.listening).toBe(false);
  });
});
