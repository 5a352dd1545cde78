import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openRaw, type RawConnection } from './testing/open-raw.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const HEALTH = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** Whether this address may have one more connection. */
async function isServed({ port }: TestServer, from: string): Promise<boolean> {
  const connection = openRaw({ port, from });
  connection.write(HEALTH);
  return (await connection.closed).startsWith('HTTP/1.1 200 ');
}

/** A byte at a time, for as long as it is let. */
async function drip(connection: RawConnection, text: string): Promise<string> {
  for (const byte of text) {
    if (connection.isClosed()) break;
    connection.write(byte);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return connection.closed;
}

describe('a client that is too slow', () => {
  test('is cut off in its head, in its body and in its answer, and makes room', async () => {
    const server = await stage.start({
      environment: {
        HEADERS_TIMEOUT_MS: '300',
        REQUEST_TIMEOUT_MS: '600',
        SOCKET_TIMEOUT_MS: '3000',
        MAX_CONNECTIONS_PER_ADDRESS: '1',
      },
    });
    const { port } = server;
    const post = 'POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\n';
    const endless = 'x'.repeat(1200);

    const reader = openRaw({ port, from: '127.0.0.9' });
    reader.socket.pause();
    // More than the buffers on both sides hold.
    reader.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(40));
    await waitFor('its place to be taken', async () => !(await isServed(server, '127.0.0.9')));

    const head = openRaw({ port, from: '127.0.0.2' });
    const body = openRaw({ port, from: '127.0.0.3' });
    const chunks = openRaw({ port, from: '127.0.0.4' });
    const silent = openRaw({ port, from: '127.0.0.5' });
    body.write(`${post}Content-Length: 5000\r\n\r\n`);
    chunks.write(`${post}Transfer-Encoding: chunked\r\n\r\nfff\r\n`);
    const answers = await Promise.all([
      drip(head, `GET /healthz HTTP/1.1\r\nX-Slow: ${endless}`),
      drip(body, endless),
      drip(chunks, endless),
      silent.closed,
    ]);
    for (const answer of answers.slice(0, 3)) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json/s);
    }
    await waitFor('the end of who does not read', () => isServed(server, '127.0.0.9'));
    for (const from of ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5']) {
      expect(await isServed(server, from)).toBe(true);
    }
    expect(server.isRunning()).toBe(true);
    reader.socket.destroy();
  });
});

describe('5,000 connections on which nothing comes', () => {
  const PER_ADDRESS = 200;
  const ADDRESSES = Array.from({ length: 25 }, (_, nth) => `127.0.1.${1 + nth}`);
  const patience = { HEADERS_TIMEOUT_MS: '120000', REQUEST_TIMEOUT_MS: '120000' };

  let quiet: TestServer;
  let crowded: TestServer;
  let tenant: Tenant;
  let crowd: readonly RawConnection[];
  beforeAll(async () => {
    [quiet, crowded] = await Promise.all([
      stage.start({ environment: patience }),
      stage.start({ environment: patience }),
    ]);
    tenant = await quiet.client.createTenant('Crowded');
    crowd = await openCrowd(crowded);
  });
  afterAll(() => {
    for (const { socket } of crowd) socket.destroy();
  });

  /** Half of them have begun a head. */
  async function openCrowd({ port }: TestServer): Promise<readonly RawConnection[]> {
    const connections: RawConnection[] = [];
    await inLanes(
      50,
      ADDRESSES.flatMap((from) => Array(PER_ADDRESS).fill(from)),
      async (from) => {
        const connection = openRaw({ port, from });
        connections.push(connection);
        await new Promise((resolve) => connection.socket.once('connect', resolve));
        if (connections.length % 2 === 0) connection.write('GET /api/calls HTTP/1.1\r\nX-Slow: ');
      },
    );
    return connections;
  }

  async function ask({ port }: TestServer): Promise<number> {
    const begin = performance.now();
    const connection = openRaw({ port });
    connection.write(
      `GET /api/calls HTTP/1.1\r\nHost: x\r\nX-App-Api-Key: ${tenant.apiKey}\r\nConnection: close\r\n\r\n`,
    );
    expect(await connection.closed).toMatch(/^HTTP\/1\.1 200 /);
    return performance.now() - begin;
  }

  test('make no good client wait more than three times as long', async () => {
    const times = { quiet: [] as number[], crowded: [] as number[] };
    // In turn, so that whatever else the machine does meets both.
    for (let turn = 0; turn < 220; turn += 1) {
      times.quiet.push(await ask(quiet));
      times.crowded.push(await ask(crowded));
    }
    const [before, among] = [median(times.quiet.slice(20)), median(times.crowded.slice(20))];
    console.info(`median ${before.toFixed(2)} ms alone, ${among.toFixed(2)} ms among 5,000`);
    expect(among / before).toBeLessThan(3);
    expect(crowd).toHaveLength(5000);
    expect(crowd.filter(({ isClosed }) => isClosed())).toEqual([]);
  });

  test('leave none to an address that has its number, and do not touch others', async () => {
    for (const from of ADDRESSES) expect(await isServed(crowded, from)).toBe(false);
    expect(await isServed(crowded, '127.0.2.1')).toBe(true);
    crowd[0]?.socket.destroy();
    const [first = ''] = ADDRESSES;
    await waitFor('room', () => isServed(crowded, first));
  });
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
