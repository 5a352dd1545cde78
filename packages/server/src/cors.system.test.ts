import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import {
  type ContractStage,
  openContractStage,
} from './testing/open-contract-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';
import { runToItsEnd, type TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const ORIGIN = 'https://crm.example.com';
const EXPOSED = 'RateLimit,RateLimit-Policy,Retry-After,X-Request-Id';

/** One that names no origins. */
let contract: ContractStage;
let server: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  contract = await openContractStage();
  server = await contract.stage.start({
    environment: { CORS_ORIGINS: `${ORIGIN},http://localhost:5173` },
  });
  tenant = await server.client.createTenant('Pages');
});
afterAll(() => contract.stage.close());

const corsIn = (headers: Headers): object =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

const preflight = (url: string, origin: string): Promise<Response> =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-app-api-key',
    },
  });

test('without CORS_ORIGINS no page of another origin may read or send anything', async () => {
  for (const operation of contract.operations) {
    const { headers } = await contract.asker.ask(operation, { headers: { origin: ORIGIN } });
    const { target } = contract.asker.write(operation);
    const ahead = await preflight(contract.server.url + target, ORIGIN);
    expect({ target, cors: [corsIn(headers), corsIn(ahead.headers)] }).toEqual({
      target,
      cors: [{}, {}],
    });
  }
});

describe('with CORS_ORIGINS a page may read the API', () => {
  const forms = [
    ['that is named', ORIGIN, true],
    ['that is named with its port', 'http://localhost:5173', true],
    ['that is another', 'https://evil.example', false],
    ['that is null', 'null', false],
    ['that has the named one at its end', 'https://evilcrm.example.com', false],
    ['that has the named one at its beginning', `${ORIGIN}.evil.example`, false],
    ['in upper case', 'https://CRM.EXAMPLE.COM', false],
    ['on another port', `${ORIGIN}:8443`, false],
    ['by another scheme', 'http://crm.example.com', false],
    ['with a slash', `${ORIGIN}/`, false],
  ] as const;

  test.each(forms)('from an origin %s: %s, %s', async (_, origin, isAllowed) => {
    const granted = isAllowed
      ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED }
      : {};
    const url = `${server.url}/api/calls`;
    const read = await fetch(url, { headers: { origin, 'x-app-api-key': tenant.apiKey } });
    expect([read.status, corsIn(read.headers)]).toEqual([200, granted]);
    expect(read.headers.get('vary')).toBe('Origin');

    const refused = await fetch(url, { headers: { origin, 'x-app-api-key': 'wrong' } });
    expect([refused.status, corsIn(refused.headers)]).toEqual([401, granted]);

    const ahead = await preflight(url, origin);
    const methods = {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'HEAD,GET',
      'access-control-allow-headers': 'x-app-api-key,content-type',
    };
    expect([ahead.status, corsIn(ahead.headers)]).toEqual([204, isAllowed ? methods : {}]);
  });

  test('not without an origin, nor with two', async () => {
    const key = `X-App-Api-Key: ${tenant.apiKey}\r\n`;
    for (const origins of ['', `Origin: ${ORIGIN}\r\nOrigin: https://evil.example\r\n`]) {
      const connection = openRaw({ port: server.port });
      const head = `GET /api/calls HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${key}`;
      connection.write(`${head}${origins}\r\n`);
      const answer = await connection.closed;
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer.toLowerCase()).not.toContain('access-control-');
    }
  });

  test('and nothing else, from wherever', async () => {
    for (const { path } of contract.operations.filter(({ caller }) => caller !== 'app')) {
      const ahead = await preflight(server.url + path, ORIGIN);
      const read = await fetch(server.url + path, { headers: { origin: ORIGIN } });
      expect({ path, cors: [corsIn(ahead.headers), corsIn(read.headers)] }).toEqual({
        path,
        cors: [{}, {}],
      });
    }
  });
});

test.each(['*', 'null', `${ORIGIN}/path`, 'crm.example.com', `${ORIGIN} https://b.example`])(
  'CORS_ORIGINS of "%s" stops the start',
  async (origins) => {
    const { code, stderr } = await runToItsEnd({
      folder: contract.stage.folder,
      environment: {
        ...testSecrets,
        DATABASE_URL: contract.stage.databaseUrl,
        CORS_ORIGINS: origins,
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('CORS_ORIGINS');
  },
);
