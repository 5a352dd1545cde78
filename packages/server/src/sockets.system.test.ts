import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Tenant } from './testing/api-client.test.support.ts';
import { openRaw, type RawConnection } from './testing/open-raw.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let stage: Stage;
let server: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  // A connection that is not ended as it should be is not waited for long.
  server = await stage.start({
    environment: { LOG_LEVEL: 'debug', KEEP_ALIVE_TIMEOUT_MS: '3000' },
  });
  tenant = await server.client.createTenant('Sockets');
});
afterAll(() => stage.close());

/** All that is answered until the server closes the connection. */
function exchange(text: string): Promise<string> {
  const connection = openRaw({ port: server.port });
  connection.write(text);
  return connection.closed;
}

const statusesIn = (answer: string): readonly number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const POST = 'POST /webhooks/dialpad HTTP/1.1\r\nHost: x\r\n';
const GET = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
/** What a server that reads the framing in another way would take for a request of its own. */
const HIDDEN = 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: hidden-request\r\n\r\n';

describe('what is malformed, or can be read in two ways, gets one 400 and the end of its connection', () => {
  test.each([
    [
      'length and chunks',
      `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunks and length',
      `${POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    ],
    ['two lengths', `${POST}Content-Length: 1\r\nContent-Length: 9\r\n\r\na`],
    ['the same length twice', `${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`],
    ['a list of lengths', `${POST}Content-Length: 1, 9\r\n\r\na`],
    ['a signed length', `${POST}Content-Length: +1\r\n\r\na`],
    ['a negative length', `${POST}Content-Length: -1\r\n\r\na`],
    ['a length in hex', `${POST}Content-Length: 0x1\r\n\r\na`],
    ['a length with a blank', `${POST}Content-Length: 1 1\r\n\r\na`],
    ['a length beyond numbers', `${POST}Content-Length: 99999999999999999999\r\n\r\na`],
    ['a blank before the colon', `${POST}Content-Length : 1\r\n\r\na`],
    ['chunks that are not last', `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['chunks by another name', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['two codings', `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n`],
    ['a chunk size that is none', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['a chunk size in 0x', `${POST}Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n`],
    ['a signed chunk size', `${POST}Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n`],
    ['a huge chunk size', `${POST}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\na\r\n`],
    ['a chunk longer than its size', `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n`],
    ['a bare LF behind a chunk size', `${POST}Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n`],
    ['bare LFs', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
    ['a bare LF in a header', `${GET}X-A: b\nX-B: c\r\n\r\n`],
    ['a bare CR in a header', `${GET}X-A: b\rX-B: c\r\n\r\n`],
    ['a folded header', `${GET}X-A: b\r\n\tc\r\n\r\n`],
    ['a folded coding', `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
    ['NUL in a value', `${GET}X-A: b\0c\r\n\r\n`],
    ['NUL in a name', `${GET}X\0A: b\r\n\r\n`],
    ['NUL in the target', 'GET /heal\0thz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a blank in the target', 'GET /heal thz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no colon', `${GET}X-A b\r\n\r\n`],
    ['no name', `${GET}: b\r\n\r\n`],
    ['another version', 'GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n'],
    ['the greeting of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a method that is none', 'BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('%s', async (_, text) => {
    const answer = await exchange(text + HIDDEN);
    expect(statusesIn(answer)).toEqual([400]);
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
    expect(answer).toContain('\r\nConnection: close\r\n');
    expect(answer).not.toContain('hidden-request');
  });

  test('and what follows it is served to nobody', async () => {
    await exchange(`${GET}X-Request-Id: usual-request\r\nConnection: close\r\n\r\n`);
    await waitFor('its log line', () => server.output().includes('usual-request'));
    expect(server.output()).not.toContain('hidden-request');
  });

  test.each([
    ['two hosts', `${GET}Host: y\r\n\r\n`],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
  ])('%s', async (_, text) => {
    const answer = await exchange(text);
    expect(statusesIn(answer)).toEqual([400]);
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
  });
});

describe('a head', () => {
  const end = 'Connection: close\r\n\r\n';

  test.each([
    ['200 headers', 'A: b\r\n'.repeat(200)],
    ['a header of 64 KB', `X-Large: ${'x'.repeat(64 * 1024)}\r\n`],
    ['a name of 64 KB', `${'x'.repeat(64 * 1024)}: large\r\n`],
  ])('of %s gets 431', async (_, headers) => {
    const answer = await exchange(`${GET}${headers}${end}`);
    expect(statusesIn(answer)).toEqual([431]);
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
  });

  test('with a target of 64 KB gets 431', async () => {
    const target = `/${'x'.repeat(64 * 1024)}`;
    expect(statusesIn(await exchange(`GET ${target} HTTP/1.1\r\nHost: x\r\n${end}`))).toEqual([
      431,
    ]);
  });

  test('that asks for a trace is not shown again', async () => {
    const text = `TRACE /api/calls HTTP/1.1\r\nHost: x\r\nX-App-Api-Key: canary\r\n${end}`;
    const answer = await exchange(text);
    expect(statusesIn(answer)).toEqual([405]);
    expect(answer).not.toContain('canary');
  });

  test('that asks for a tunnel gets none', async () => {
    expect(await exchange(`CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n${end}`)).toBe('');
  });

  test.each([
    [`http://127.0.0.1/healthz`, 200],
    ['http://elsewhere.example/healthz', 200],
    ['HTTPS://elsewhere.example:99/healthz?', 200],
    ['http://elsewhere.example/internal/apps', 401],
    ['http://elsewhere.example/api/calls', 401],
    ['ftp://elsewhere.example/healthz', 404],
  ])('with the target %s is answered as its path is: %i', async (target, status) => {
    expect(statusesIn(await exchange(`GET ${target} HTTP/1.1\r\nHost: x\r\n${end}`))).toEqual([
      status,
    ]);
  });
});

test('40 requests in one write, some slow and some wrong, are answered in their order', async () => {
  const token = signEvent(exampleEvent(Date.UTC(2026, 8, 1)), tenant.hookSecret);
  const kinds = [
    `GET /api/calls HTTP/1.1\r\nX-App-Api-Key: ${tenant.apiKey}\r\n`,
    'GET /healthz HTTP/1.1\r\n',
    'GET /nothing HTTP/1.1\r\n',
    `POST /webhooks/dialpad/${tenant.hookId} HTTP/1.1\r\nContent-Length: ${token.length}\r\n`,
  ];
  const order = Array.from({ length: 40 }, (_, nth) => `pipelined-${100 + nth}`);
  const text = order.map((id, nth) => {
    const last = nth === order.length - 1 ? 'Connection: close\r\n' : '';
    const body = nth % kinds.length === 3 ? token : '';
    return `${kinds[nth % kinds.length]}Host: x\r\nX-Request-Id: ${id}\r\n${last}\r\n${body}`;
  });
  const answer = await exchange(text.join(''));
  const ids = [...answer.matchAll(/^X-Request-Id: (.*)\r$/gm)].map(([, id]) => id);
  expect(ids).toEqual(order);
  expect(statusesIn(answer)).toEqual(order.map((_, nth) => [200, 200, 404, 200][nth % 4]));
});

describe('after a stop signal', () => {
  const isRefused = async ({ port }: TestServer): Promise<boolean> => {
    const connection = openRaw({ port });
    connection.write(`${GET}Connection: close\r\n\r\n`);
    return (await connection.closed) === '';
  };
  const answered = (connection: RawConnection, times: number): Promise<void> =>
    waitFor(
      `answer ${times}`,
      () => statusesIn(connection.received()).length === times || connection.isClosed(),
    );

  test('open and new connections are still served while the drain delay lasts', async () => {
    const stopped = await stage.start({ environment: { DRAIN_DELAY_MS: '3000' } });
    const connection = openRaw({ port: stopped.port });
    connection.write(`${GET}\r\n`);
    await answered(connection, 1);
    stopped.kill('SIGTERM');
    const status = async () => (await stopped.client.get('/readyz', 'operator')).status;
    await waitFor('not ready', async () => (await status()) === 503);
    connection.write(`${GET}\r\n`);
    await answered(connection, 2);
    expect(statusesIn(connection.received())).toEqual([200, 200]);
    expect(await isRefused(stopped)).toBe(false);
    await connection.closed;
    expect((await stopped.exit).code).toBe(0);
  });

  test('a request that is half here is stored and answered, and its connection ended', async () => {
    const stopped = await stage.start({ environment: { DRAIN_DELAY_MS: '0' } });
    const payload = { ...exampleEvent(Date.UTC(2026, 8, 2)), call_id: 5_000_000_000_000_777 };
    const token = signEvent(payload, tenant.hookSecret);
    const connection = openRaw({ port: stopped.port });
    connection.write(`POST /webhooks/dialpad/${tenant.hookId} HTTP/1.1\r\nHost: x\r\n`);
    connection.write(`Content-Length: ${token.length}\r\n\r\n${token.slice(0, 40)}`);
    await waitFor('the half', () => connection.socket.bytesWritten > 60);
    stopped.kill('SIGTERM');
    await waitFor('no more connections', () => isRefused(stopped));
    connection.write(token.slice(40));
    const answer = await connection.closed;
    expect(statusesIn(answer)).toEqual([200]);
    expect(answer).toContain('\r\nConnection: close\r\n');
    expect((await stopped.exit).code).toBe(0);
    const calls = () => server.client.get('/api/calls/5000000000000777', tenant);
    await waitFor('the call', async () => (await calls()).status === 200);
  });
});
