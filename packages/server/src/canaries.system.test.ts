import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { signText } from './signing/sign-text.ts';
import type { Deviation } from './testing/contract-asker.test.support.ts';
import { logRecords } from './testing/log-records.test.support.ts';
import {
  type CanaryStage,
  HOSTILE_TEXT,
  openCanaryStage,
  WORDS,
} from './testing/open-canary-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';
import { paced } from './testing/paced.test.support.ts';
import type { ContractOperation } from './testing/read-contract.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const FEW_FAILURES = 3;

let canary: CanaryStage;
/** All that a person could paste where it does not belong. */
let allSecrets: string;
const asked: string[] = [];
beforeAll(async () => {
  canary = await openCanaryStage({
    RATE_LIMIT_KEY_FAILURES: String(FEW_FAILURES),
    RATE_LIMIT_OPERATOR_FAILURES: String(FEW_FAILURES),
    HEADERS_TIMEOUT_MS: '2000',
    RATE_LIMIT_PER_KEY: '1000000',
    RATE_LIMIT_OPERATOR: '1000000',
  });
  allSecrets = Object.values(canary.canaries).join(' ');
});
afterAll(() => canary.close());

let nextAddress = 0;
/** Each from another client, so that failures are refused for themselves and not for their number. */
const another = (): Readonly<Record<string, string>> => {
  nextAddress += 1;
  return { 'x-forwarded-for': `198.51.${nextAddress >> 8}.${nextAddress & 0xff}` };
};

interface Sent {
  readonly operation: ContractOperation;
  readonly deviation: Deviation;
}

const everywhere = (placesOf: (operation: ContractOperation) => readonly Deviation[]) =>
  canary.operations.flatMap((operation) =>
    placesOf(operation).map((deviation): Sent => ({ operation, deviation })),
  );

const send = (sent: readonly Sent[]): Promise<void> =>
  paced(sent, async ({ operation, deviation }) => {
    const headers = { ...another(), ...deviation.headers };
    const seen = await canary.asker.ask(operation, { ...deviation, headers });
    expect(seen.status).toBeLessThan(500);
    asked.push(seen.headers.get('x-request-id') ?? '');
  });

test('every parameter and field of every route takes hostile text and secrets', async () => {
  const text = `${HOSTILE_TEXT} ${allSecrets}`;
  await send(
    everywhere(({ pathParameters, queryParameters, bodyFields }) => [
      ...pathParameters.map((name) => ({ path: { [name]: text } })),
      ...queryParameters.map((name) => ({ query: { [name]: text } })),
      ...(bodyFields ?? []).map((name) => ({ fields: { [name]: text } })),
    ]),
  );
});

test('and so does every route where it declares nothing', async () => {
  const { apiKey } = canary.victim;
  await send(
    everywhere(({ bodyFields }) => [
      { query: { other: allSecrets, [apiKey]: apiKey } },
      ...(bodyFields === null
        ? []
        : [
            { fields: { other: { deep: HOSTILE_TEXT }, [apiKey]: apiKey } },
            { body: `{"name": "${WORDS.name} ${allSecrets}` },
            { body: allSecrets, headers: { 'content-type': `text/${WORDS.number}` } },
            { body: allSecrets, headers: { 'content-encoding': WORDS.number } },
            { fields: { register: true, webhook_secret: testSecrets.DIALPAD_WEBHOOK_SECRET } },
          ]),
    ]),
  );
});

test('headers that nobody asked for are not repeated', async () => {
  const headers = {
    'user-agent': allSecrets.replaceAll(/[^\x20-\x7e]/g, ''),
    referer: `https://crm.example/?number=${WORDS.number}&key=${canary.reader.apiKey}`,
    cookie: `session=${testSecrets.INTERNAL_API_SECRET}`,
    'x-request-id': `${WORDS.message} ${WORDS.number}`,
    'idempotency-key': canary.idempotencyKey,
    forwarded: `for=${WORDS.number}`,
    origin: `https://${WORDS.number}.example`,
  };
  await send(everywhere(() => [{ headers }]));
});

test('each of these requests has exactly one line', async () => {
  const ids = (): readonly string[] =>
    logRecords(canary.server.output())
      .filter(({ msg }) => msg === 'request')
      .map(({ requestId }) => String(requestId))
      .filter((id) => asked.includes(id));
  await waitFor('all lines', () => ids().length >= asked.length);
  expect(asked.length).toBeGreaterThan(canary.operations.length * 4);
  expect(ids().toSorted()).toEqual(asked.toSorted());
});

test('credentials that are wrong, almost right or in the wrong place', async () => {
  const { reader, server } = canary;
  const { INTERNAL_API_SECRET: secret } = testSecrets;
  const keys = [`${reader.apiKey}x`, reader.apiKey.slice(0, -1), `Bearer ${reader.apiKey}`, secret];
  const bearers = [`${secret}x`, secret.slice(1), reader.apiKey, `${secret} ${secret}`];
  const wrong = [
    ...keys.map((key) => ['/api/calls', { 'x-app-api-key': key }] as const),
    ...bearers.map((bearer) => ['/internal/apps', { authorization: `Bearer ${bearer}` }] as const),
    ['/internal/apps', { authorization: `Basic ${btoa(`operator:${secret}`)}` }] as const,
    [`/internal/apps?secret=${secret}`, {}] as const,
    [`/api/calls?api_key=${reader.apiKey}`, {}] as const,
  ];
  for (const [path, headers] of wrong) {
    const answer = await fetch(server.url + path, { headers: { ...headers, ...another() } });
    expect(answer.status).toBe(401);
  }
  const [path, credentials] = ['/api/calls', { 'x-app-api-key': `${reader.apiKey}x` }];
  const headers = { ...credentials, ...another() };
  for (let nth = 0; nth <= FEW_FAILURES; nth += 1) await fetch(server.url + path, { headers });
  expect((await fetch(server.url + path, { headers })).status).toBe(429);
});

test('deliveries that are refused, set aside, unrouted and stored', async () => {
  const { server, reader, victim } = canary;
  const people = { contact: { name: WORDS.name, phone: `+1${WORDS.number}` } };
  const call = {
    ...people,
    call_id: 6_200_000_000_000_001,
    state: 'voicemail_uploaded',
    direction: 'inbound',
    external_number: `+1${WORDS.number}`,
    event_timestamp: Date.UTC(2026, 8, 1),
    transcription_text: WORDS.transcript,
  };
  const text = HOSTILE_TEXT;
  const message = { ...people, id: 6_200_000_000_000_002, direction: 'inbound', text };
  const { hookSecret } = reader;
  const header = Buffer.from(JSON.stringify({ alg: WORDS.name, kid: allSecrets }));
  const [, payload, mac] = signEvent(call, hookSecret).split('.');
  const refused = [
    JSON.stringify(call),
    signEvent(call, victim.hookSecret),
    `${header.toString('base64url')}.${payload}.${mac}`,
    `${signEvent(call, hookSecret)}.${WORDS.name}`,
    HOSTILE_TEXT,
  ];
  for (const body of refused) expect(await server.client.deliver(reader.hookId, body)).toBe(401);
  const kept = [
    signEvent(call, hookSecret),
    signEvent(message, hookSecret),
    signEvent(
      { call_id: HOSTILE_TEXT, state: WORDS.message, date_started: WORDS.name },
      hookSecret,
    ),
    signText(`${WORDS.name} ${WORDS.number} is no JSON`, hookSecret),
    signText(JSON.stringify([WORDS.message]), hookSecret),
  ];
  for (const body of kept) expect(await server.client.deliver(reader.hookId, body)).toBe(200);
  const plain = signEvent(call, testSecrets.DIALPAD_WEBHOOK_SECRET);
  const url = `${server.url}/webhooks/dialpad`;
  expect((await fetch(url, { method: 'POST', body: plain })).status).toBe(200);
  const tooMuch = WORDS.message.repeat(50_000);
  expect((await fetch(url, { method: 'POST', body: tooMuch })).status).toBe(413);

  await waitFor('the voicemail', async () => {
    const [voicemail] = await server.client.list('/api/voicemails', reader);
    return JSON.stringify(voicemail)?.includes(WORDS.transcript) ?? false;
  });
  for (const { id } of await server.client.list('/internal/quarantine', 'operator')) {
    const path = `${server.url}/internal/quarantine/${String(id)}/release`;
    const headers = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };
    expect((await fetch(path, { method: 'POST', headers })).status).toBe(422);
  }
});

test('requests that are none', async () => {
  const { port } = canary.server;
  const { apiKey } = canary.reader;
  const operator = `Authorization: Bearer ${testSecrets.INTERNAL_API_SECRET}`;
  const json = 'Content-Type: application/json\r\nContent-Length: 999';
  for (const head of [
    `GET /api/calls?number=${WORDS.number} HTTP/1.1\r\nHost: a\r\nHost: ${WORDS.number}\r\n\r\n`,
    `GET /api/calls HTTP/1.1\r\nx-app-api-key ${apiKey}\r\n\r\n`,
    `GET /${apiKey}/${WORDS.number} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    `${WORDS.number} / HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET /api/calls HTTP/1.1\r\nHost: a\r\nx: ${apiKey.repeat(300)}\r\n\r\n`,
    `PUT /internal/apps HTTP/1.1\r\nHost: a\r\n${operator}\r\nConnection: close\r\n\r\n`,
    `POST /internal/apps HTTP/1.1\r\nHost: a\r\n${operator}\r\n${json}\r\n\r\n{"name":"${WORDS.name}`,
    `GET /api/calls?number=${WORDS.number} HTTP/1.1\r\nHost: a\r\nx-app-api-key: ${apiKey}\r\n`,
  ]) {
    const raw = openRaw({ port });
    raw.write(head);
    // The last one is waited for, until the server does not.
    if (head.endsWith('\r\n\r\n') || head.includes(json)) raw.socket.end();
    const answer = await raw.closed;
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    canary.problems.push(answer);
  }
});

test('nothing of all that is in the log, the metrics or a problem', async () => {
  const { code, stderr, shown, records } = await canary.finish();
  expect({ code, stderr, shown }).toEqual({ code: 0, stderr: '', shown: [] });
  expect(JSON.stringify(records)).not.toMatch(/raw_\w{12}_\w|forged|\\u001b|\\[rn]|\u2028/);
  const kinds = records.filter(({ msg }) => msg === 'security').map((line) => line['event']);
  expect(new Set(kinds)).toEqual(
    new Set([
      'key-refused',
      'operator-refused',
      'authorisation-refused',
      'signature-refused',
      'quota-exceeded',
      'operator-act',
    ]),
  );
  const codes = new Set(canary.problems.map((text) => /"code":"([\w-]+)"/.exec(text)?.[1]));
  expect(codes).toEqual(
    new Set([
      'authorisation-refused',
      'body-malformed',
      'body-too-large',
      'content-coding-unsupported',
      'headers-too-large',
      'idempotency-key-reused',
      'key-refused',
      'media-type-unsupported',
      'method-not-allowed',
      'not-found',
      'not-registered',
      'operator-refused',
      'quota-exceeded',
      'release-refused',
      'request-invalid',
      'request-malformed',
      'request-timeout',
      'route-not-found',
      'signature-refused',
    ]),
  );
});
