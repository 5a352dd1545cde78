import { once } from 'node:events';
import { request } from 'node:http';

import { signToken } from '@dialpad-cti/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { ApiClient, Tenant } from './testing/api-client.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

let stage: Stage;
let server: TestServer;
let client: ApiClient;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start();
  client = server.client;
  tenant = await client.createTenant('Intake');
});
afterAll(() => stage.close());

interface Posted {
  readonly status: number;
  readonly text: string;
}

interface Post {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Several: sent one by one, chunked. */
  readonly body: string | readonly string[];
}

/** Not by fetch, which adds a content type of its own. */
async function post({ path, headers = {}, body }: Post): Promise<Posted> {
  const isChunked = typeof body !== 'string';
  const sent = request(`${server.url}${path ?? `/webhooks/dialpad/${tenant.hookId}`}`, {
    method: 'POST',
    headers: isChunked ? headers : { 'content-length': Buffer.byteLength(body), ...headers },
  });
  // A server may answer and close before it has read all of a body that is too large.
  sent.on('error', () => {});
  for (const part of [body].flat()) sent.write(part);
  sent.end();
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return { status: response.statusCode, text };
}

const FIRST_ID = 6_400_000_000_000_000;
let made = 0;
const newEvent = (): object => {
  made += 1;
  return { ...exampleEvent(Date.UTC(2026, 8, 1)), call_id: FIRST_ID + made };
};
const token = (): string => signEvent(newEvent(), tenant.hookSecret);

const sorted = (words: readonly string[]): readonly string[] =>
  words.toSorted((left, right) => left.localeCompare(right));

const eventsOf = (query = '') =>
  client.list(`/internal/events?app_id=${tenant.appId}${query}`, 'operator');

describe('a signed event', () => {
  const kinds: Readonly<Record<string, () => Omit<Post, 'path'>>> = {
    'of type application/jwt': () => ({
      headers: { 'content-type': 'application/jwt' },
      body: token(),
    }),
    'with a charset': () => ({
      headers: { 'content-type': 'application/jwt; charset=utf-8' },
      body: token(),
    }),
    'without a content type': () => ({ body: token() }),
    'that says it is JSON': () => ({
      headers: { 'content-type': 'application/json' },
      body: token(),
    }),
    'of a type that nobody knows': () => ({
      headers: { 'content-type': 'not a type at all' },
      body: token(),
    }),
    'in chunks': () => {
      const text = token();
      return { body: [text.slice(0, 20), text.slice(20, 300), text.slice(300)] };
    },
    'with a newline at its end': () => ({ body: `${token()}\r\n` }),
    'with white space around it': () => ({ body: ` \t${token()}\n` }),
  };
  for (const [name, made] of Object.entries(kinds)) {
    test(`${name} is stored`, async () => {
      const before = (await eventsOf()).length;
      expect(await post(made())).toMatchObject({ status: 200 });
      expect(await eventsOf()).toHaveLength(before + 1);
    });
  }

  test('over the plain path belongs to the only app', async () => {
    const body = signEvent(newEvent(), testSecrets.DIALPAD_WEBHOOK_SECRET);
    expect(await post({ path: '/webhooks/dialpad', body })).toMatchObject({ status: 200 });
    expect((await eventsOf()).some((event) => event['hook_id'] === 'default')).toBe(true);
  });
});

describe('what proves nothing', () => {
  const encode = (text: string): string => Buffer.from(text).toString('base64url');
  const [, payload = '', signature = ''] = signEvent(exampleEvent(0), 'x'.repeat(32)).split('.');
  const withHeader = (header: string): string => `${encode(header)}.${payload}.${signature}`;
  const forged: Readonly<Record<string, () => string>> = {
    'another secret': () => signEvent(newEvent(), 'another secret of thirty-two letters'),
    'a changed payload': () => token().replace(/\.[^.]{4}/, '.AAAA'),
    'no signature': () => `${token().split('.').slice(0, 2).join('.')}.`,
    'two parts': () => token().split('.').slice(0, 2).join('.'),
    'four parts': () => `${token()}.x`,
    'alg none': () => withHeader('{"alg":"none"}'),
    'alg HS512': () => withHeader('{"alg":"HS512"}'),
    'alg in small letters': () => withHeader('{"alg":"hs256"}'),
    'a critical extension': () => withHeader('{"alg":"HS256","crit":["exp"]}'),
    'two algs': () => withHeader('{"alg":"none","alg":"HS256"}'),
    'plain JSON': () => JSON.stringify(newEvent()),
    nothing: () => '',
  };

  test('is answered 401 with one and the same body, and no event is stored', async () => {
    await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 30_000 });
    const before = (await eventsOf('&state=done')).length;
    const answers = [];
    for (const made of Object.values(forged)) answers.push(await post({ body: made() }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const bodies = answers.map(({ text }) => text.replace(/"instance":"[^"]*"/, ''));
    expect(new Set(bodies).size).toBe(1);
    await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 30_000 });
    expect(await eventsOf('&state=done')).toHaveLength(before);
  });
});

describe('a signed body that is no event', () => {
  const REFUSED = 'signature-refused';
  const NESTED = '['.repeat(100_000) + ']'.repeat(100_000);
  const bodies: Readonly<Record<string, readonly [string | Uint8Array, string]>> = {
    text: ['not JSON', 'payload-not-json'],
    'half of an object': ['{"call_id": 1', 'payload-not-json'],
    'a number without bounds': ['1e200000', 'payload-not-object'],
    '100,000 nested arrays': [NESTED, 'payload-not-object'],
    'an object that holds them': [`{"call_id":1,"labels":${NESTED}}`, 'payload-too-deep'],
    'no UTF-8': [Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 'payload-not-utf8'],
  };

  test('is answered 200 and set aside with its reason, and harms no other', async () => {
    const before = new Set((await eventsOf('&state=quarantined')).map(({ id }) => id));
    for (const [body] of Object.values(bodies)) {
      const answer = await post({ body: signToken(body, tenant.hookSecret) });
      expect(answer).toMatchObject({ status: 200 });
    }
    const good = { ...exampleEvent(Date.UTC(2026, 8, 2)), call_id: FIRST_ID + 9999 };
    const answer = await post({ body: signEvent(good, tenant.hookSecret) });
    expect(answer).toMatchObject({ status: 200 });
    await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 30_000 });

    const aside = (await eventsOf('&state=quarantined')).filter(({ id }) => !before.has(id));
    const reasons = Object.values(bodies).map(([, reason]) => reason);
    // A refused token of the tests before may still be on its way there.
    const seen = aside
      .filter(({ reason }) => reason !== REFUSED)
      .map(({ reason }) => String(reason));
    expect(sorted(seen)).toEqual(sorted(reasons));
    expect((await client.get(`/api/calls/${FIRST_ID + 9999}`, tenant)).status).toBe(200);
  });
});

test('over 1 MiB is answered 413, at 1 MiB not yet', async () => {
  const mebibyte = 1024 * 1024;
  expect(await post({ body: 'x'.repeat(mebibyte + 1) })).toMatchObject({ status: 413 });
  expect(await post({ body: ['x'.repeat(mebibyte), 'x'] })).toMatchObject({ status: 413 });
  expect(await post({ body: 'x'.repeat(mebibyte) })).toMatchObject({ status: 401 });
});

test('a hook that nobody has made is answered 404', async () => {
  const path = '/webhooks/dialpad/0000000000000000000000';
  expect(await post({ path, body: token() })).toMatchObject({ status: 404 });
});

test('no line of the log holds a number, a name, a token or a secret', () => {
  const output = server.output();
  expect(output).toContain('/webhooks/dialpad/:hook_id');
  for (const secret of Object.values(testSecrets)) expect(output).not.toContain(secret);
  for (const told of [tenant.apiKey, tenant.hookSecret, tenant.hookId]) {
    expect(output).not.toContain(told);
  }
  expect(output).not.toMatch(/\+1415|Grace|Ada Example|eyJ/);
});
