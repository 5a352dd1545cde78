import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type ContractStage,
  openContractStage,
} from './testing/open-contract-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';

/** Of every answer; with the policy of its page, if it has one of its own. */
const SECURITY = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };

let contract: ContractStage;
beforeAll(async () => {
  contract = await openContractStage({
    PUBLIC_URL: 'https://cti.example.com',
    HEADERS_TIMEOUT_MS: '500',
  });
});
afterAll(() => contract.stage.close());

function expectHeaders(headers: Headers, where: object, expected: object = {}): void {
  const given = Object.fromEntries(headers);
  expect({ ...where, headers: given }).toMatchObject({
    ...where,
    headers: { ...SECURITY, ...STRICT_TRANSPORT, ...expected },
  });
  const telling = Object.keys(given).filter(
    (name) =>
      /^(server|via|x-powered-by|x-.*version|x-runtime|x-debug.*|set-cookie)$/.test(name) &&
      !(name in expected),
  );
  // Of a media type the version is not ours.
  const versions = Object.entries(given).filter(
    ([name, value]) => name !== 'content-type' && /\d+\.\d+\.\d+/.test(value),
  );
  expect({ ...where, telling, versions }).toEqual({ ...where, telling: [], versions: [] });
}

describe('the security headers, and nothing about what serves', () => {
  const TAKEN_BACK = {
    'set-cookie': 'dialpad_connect=; Path=/auth/dialpad; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
  };
  /** Of an operation's answer with this status. */
  const OWN: Readonly<Record<string, object>> = {
    'getDocs 200': {
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; (?!.*(https?:|\*|unsafe-eval)).*frame-ancestors 'none'/,
      ),
    },
    'connectDialpad 302': {
      location: expect.stringMatching(/^https:\/\/sandbox\.dialpad\.com\/oauth2\/authorize\?/),
      'set-cookie': expect.stringMatching(
        /^dialpad_connect=[\w-]{43}; Path=\/auth\/dialpad; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
      ),
    },
    // HEAD finds the page that posts there.
    'followConnectLink 200': {
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; frame-ancestors 'none'; base-uri 'none'$/,
      ),
    },
    'finishConnect 401': TAKEN_BACK,
    'finishConnect 403': TAKEN_BACK,
  };

  test('are on the answers of every operation, to who may ask and to who may not', async () => {
    const seen = new Set<number>();
    for (const operation of contract.operations) {
      const { operationId } = operation;
      const wrong = { authorization: 'Bearer wrong', 'x-app-api-key': 'wrong' };
      for (const deviation of [{}, { headers: wrong }, { query: { nonsense: '1' } }]) {
        const { status, headers } = await contract.asker.ask(operation, deviation);
        seen.add(status);
        expectHeaders(headers, { operationId, status }, OWN[`${operationId} ${status}`]);
      }
    }
    expect([...seen].toSorted((one, other) => one - other)).toEqual([
      200, 201, 302, 400, 401, 403, 404, 409,
    ]);
  });

  test.each(['HEAD', 'OPTIONS', 'PUT'])(
    'are on the answers to %s of every path',
    async (method) => {
      for (const operation of contract.operations) {
        const { target, headers: credentials } = contract.asker.write(operation);
        const { status, headers } = await fetch(contract.server.url + target, {
          method,
          headers: credentials,
          redirect: 'manual',
        });
        expectHeaders(
          headers,
          { method, target, status },
          OWN[`${operation.operationId} ${status}`],
        );
      }
    },
  );

  test('are on problems with bodies, media types and paths', async () => {
    const { asker, operations, server } = contract;
    const createApp = operations.find(({ operationId }) => operationId === 'createApp');
    if (createApp === undefined) throw new Error('There is no createApp.');
    for (const [status, deviation] of [
      [413, { body: JSON.stringify({ name: 'x'.repeat(70_000) }) }],
      [415, { headers: { 'content-type': 'text/plain' } }],
      [400, { body: '{' }],
    ] as const) {
      const seen = await asker.ask(createApp, deviation);
      expect(seen.status).toBe(status);
      expectHeaders(seen.headers, { status });
    }
    expectHeaders((await fetch(`${server.url}/nothing`)).headers, { status: 404 });
  });

  test.each([
    [400, 'no request\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(64 * 1024)}\r\n\r\n`],
    [431, `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'A: b\r\n'.repeat(200)}\r\n`],
    [408, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [400, 'GET /healthz HTTP/1.1\r\n\r\n'],
  ])('are on the %i to what is no request', async (status, text) => {
    const connection = openRaw({ port: contract.server.port });
    connection.write(text);
    const [head = ''] = (await connection.closed).split('\r\n\r\n', 1);
    const [line, ...fields] = head.split('\r\n');
    expect(line).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const headers = new Headers(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon), field.slice(colon + 1)] as [string, string];
      }),
    );
    expectHeaders(headers, { status });
  });

  test('ask for https only where the public address has it', async () => {
    const plain = await contract.stage.start({
      environment: { PUBLIC_URL: 'http://cti.example.com' },
    });
    const { headers } = await fetch(`${plain.url}/healthz`);
    expect(Object.fromEntries(headers)).toMatchObject(SECURITY);
    expect(headers.has('strict-transport-security')).toBe(false);
    await plain.stop();
  });
});
