import { gzipSync } from 'node:zlib';

import type { Received, ReceiveEvent } from '@dialpad-cti/core';
import { errAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { Problem } from './problem.ts';
import {
  jsonOf,
  openRig,
  PLAIN_SECRET,
  type Rig,
  sign,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

const MIB = 1024 * 1024;
/** The part of each body that does not count towards the bytes in flight. */
const UNCOUNTED = 16 * 1024;

let rig: Rig;
let tenant: Tenant;
let nextId = 1000;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Webhooks');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const call = () => ({ call_id: ++nextId, state: 'ringing', event_timestamp: 1_790_000_000_000 });
const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  rig.send(path, { method: 'POST', body, headers });

describe('a webhook', () => {
  test('stores a signed event and says so, again when it comes again', async () => {
    const token = sign(call(), tenant.secret);
    const first = await post(tenant.hookPath, token, { 'content-type': 'application/jwt' });
    expect([first.status, await first.json()]).toEqual([200, { success: true, result: 'stored' }]);
    const again = await post(tenant.hookPath, token);
    expect([again.status, await again.json()]).toEqual([
      200,
      { success: true, result: 'duplicate' },
    ]);
  });

  test.each([
    'application/jwt; charset=utf-8',
    'application/json',
    'text/plain',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'nonsense',
    ';;;',
  ])('takes content type %s', async (type) => {
    const body = Buffer.from(sign(call(), tenant.secret));
    expect((await post(tenant.hookPath, body, { 'content-type': type })).status).toBe(200);
  });

  test('takes a body without content type, with a newline behind it, with a slash behind the path', async () => {
    const bytes = Buffer.from(`${sign(call(), tenant.secret)}\r\n`);
    expect((await post(tenant.hookPath, bytes)).status).toBe(200);
    expect((await post(`${tenant.hookPath}/`, bytes)).status).toBe(200);
  });

  test('takes a chunked body, cut at any place', async () => {
    const token = sign(call(), tenant.secret);
    const half = Math.floor(token.length / 2);
    const answer = await rawExchange({
      port: rig.port,
      parts: [
        `POST ${tenant.hookPath} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
        `${half.toString(16)}\r\n${token.slice(0, half)}\r\n`,
        `${(token.length - half).toString(16)}\r\n${token.slice(half)}\r\n0\r\n\r\n`,
      ],
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('takes an event whatever stands behind the question mark of its address', async () => {
    for (const query of ['?', '?x=1', '?x=1&x=1', '?%zz']) {
      const answer = await post(tenant.hookPath + query, sign(call(), tenant.secret));
      expect([query, answer.status]).toEqual([query, 200]);
    }
  });

  test('takes the plain path with the configured secret', async () => {
    const answer = await post('/webhooks/dialpad', sign(call(), PLAIN_SECRET));
    expect(answer.status).toBe(200);
  });

  test('sets aside what is signed and no event, with 200', async () => {
    const answer = await post(tenant.hookPath, sign('[1]', tenant.secret));
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { success: true, result: 'set_aside' },
    ]);
  });

  test('refuses whatever is not signed with its secret, always in the same words', async () => {
    const kept = async () =>
      (await rig.storage.eventStore.queue()).map(({ quarantined }) => quarantined)._unsafeUnwrap();
    const before = await kept();
    const token = sign(call(), tenant.secret);
    const [head = '', payload = '', mac = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const bodies = [
      sign(call(), PLAIN_SECRET),
      '',
      'x',
      JSON.stringify(call()),
      `${none}.${payload}.`,
      `${none}.${payload}.${mac}`,
      `${head}.${payload}.${mac}=`,
      `${head}.${payload}`,
      `${token}.`,
      `"${token}"`,
      '\u0000',
      'ÿþ'.repeat(1000),
    ];
    const answers = await Promise.all(
      bodies.map(async (body) => {
        const answer = await post(tenant.hookPath, body, { 'x-request-id': 'the-same-id' });
        const type = answer.headers.get('content-type');
        return `${answer.status} ${type} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 application\/problem\+json \{.*"code":"signature-refused"/);
    // Only the one that was signed as a token, with another secret, is kept for its operator.
    await vi.waitFor(async () => expect(await kept()).toBe(before + 1), 20_000);
  });

  test('answers an unknown hook with 404, also one that cannot be one', async () => {
    const paths = ['Unknown00Unknown00Unkn', 'default', 'a%00b', '%ff', 'x'.repeat(500), '..%2f'];
    for (const path of paths) {
      const answer = await post(`/webhooks/dialpad/${path}`, sign(call(), tenant.secret));
      expect([path, answer.status]).toEqual([path, 404]);
      expect(Problem.safeParse(await answer.json()).success).toBe(true);
    }
  });

  test('takes a body of 1 MiB and refuses one byte more, announced or not', async () => {
    const most = await post(tenant.hookPath, Buffer.alloc(MIB, 'a'));
    expect(most.status).toBe(401);
    const announced = await post(tenant.hookPath, Buffer.alloc(MIB + 1, 'a'));
    expect([announced.status, (await jsonOf(announced))['code']]).toEqual([413, 'body-too-large']);
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    const chunked = await rawExchange({
      port: rig.port,
      parts: [
        `POST ${tenant.hookPath} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
        ...Array.from({ length: 17 }, () => chunk),
        '0\r\n\r\n',
      ],
    });
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('judges the bytes that came, whatever their coding is said to be', async () => {
    const token = sign(call(), tenant.secret);
    for (const coding of ['identity', 'utf-8', 'gzip']) {
      const answer = await post(tenant.hookPath, token, { 'content-encoding': coding });
      expect([coding, answer.status]).toEqual([coding, 200]);
    }
    const compressed = await post(tenant.hookPath, gzipSync(token), { 'content-encoding': 'gzip' });
    expect(compressed.status).toBe(401);
  });

  test('survives a body that is cut off', async () => {
    const head = `POST ${tenant.hookPath} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc`;
    const parts = [head];
    const halfClosed = await rawExchange({ port: rig.port, parts, halfClose: true });
    expect(halfClosed).toMatch(/^(HTTP\/1\.1 400 |$)/);
    await rawExchange({ port: rig.port, parts, cutOff: true });
    await vi.waitFor(() => expect(rig.logs.some((log) => log.isAborted)).toBe(true), 20_000);
    expect((await rig.send('/healthz')).status).toBe(200);
  });
});

describe('a webhook in trouble', () => {
  const inTrouble = async (overrides: Parameters<typeof openRig>[0]) => {
    const troubled = await openRig(overrides);
    const answer = await troubled.send('/webhooks/dialpad', { method: 'POST', body: 'x' });
    const problem = Problem.parse(await answer.json());
    await troubled.close();
    return [answer.status, answer.headers.get('retry-after'), problem.code, troubled.faults.length];
  };

  test('answers 503 and when to come back, when the store is away', async () => {
    const outcome = await inTrouble(() => ({
      receiveEvent: () => errAsync({ kind: 'store-unavailable', cause: new Error('secret') }),
    }));
    expect(outcome).toEqual([503, '1', 'temporarily-unavailable', 0]);
  });

  test('answers 503 when the work does not end by the deadline', async () => {
    const outcome = await inTrouble(() => ({
      webhookDeadlineMs: 20,
      receiveEvent: () => new ResultAsync(new Promise(() => {})),
    }));
    expect(outcome).toEqual([503, '1', 'temporarily-unavailable', 0]);
  });

  test('answers 503 when too many deliveries are in flight', async () => {
    const outcome = await inTrouble(() => ({ webhooksInFlight: 0 }));
    expect(outcome).toEqual([503, '1', 'temporarily-unavailable', 0]);
  });

  test('answers 503 when it holds as many bytes as it may, and takes more when they are gone', async () => {
    const held = Promise.withResolvers<Received>();
    const receiveEvent = vi.fn<ReceiveEvent>(() => ResultAsync.fromSafePromise(held.promise));
    const troubled = await openRig(() => ({ webhookBytesInFlight: 10, receiveEvent }));
    const send = (counted: number) =>
      troubled.send('/webhooks/dialpad', { method: 'POST', body: 'x'.repeat(UNCOUNTED + counted) });
    const first = send(8);
    await vi.waitFor(() => expect(receiveEvent).toHaveBeenCalledOnce(), 20_000);
    expect((await send(3)).status).toBe(503);
    expect(receiveEvent).toHaveBeenCalledOnce();
    held.resolve({ kind: 'stored', eventId: 'x' });
    expect((await first).status).toBe(200);
    await vi.waitFor(async () => expect((await send(10)).status).toBe(200), 20_000);
    await troubled.close();
  });

  test('takes an event of the usual size also while others hold all the bytes there are', async () => {
    const crowded = await openRig(() => ({ webhookBytesInFlight: 0 }));
    const { hookPath, secret } = await crowded.createTenant('Crowded');
    const send = (event: object) =>
      crowded.send(hookPath, { method: 'POST', body: sign(event, secret) });
    expect((await send(call())).status).toBe(200);
    expect((await send({ ...call(), custom_data: 'x'.repeat(UNCOUNTED) })).status).toBe(503);
    await crowded.close();
  });

  test('answers 500 without details when a bug throws, and reports it', async () => {
    const outcome = await inTrouble(() => ({
      receiveEvent: () => {
        throw new Error('secret');
      },
    }));
    expect(outcome).toEqual([500, null, 'unexpected', 1]);
  });
});
