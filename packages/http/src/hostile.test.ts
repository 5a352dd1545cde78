import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes/routes.ts';
import {
  OPERATOR_SECRET,
  openRig,
  type Rig,
  sign,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

let rig: Rig;
let tenant: Tenant;
/** What operators' requests do odd things to. */
let victim: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Hostile');
  victim = await rig.createTenant('Victim');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

/** Of each route: there are many. */
const RUNS = { numRuns: 20 };
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '\u0000',
    '%',
    '%00',
    '%zz',
    '%ed%a0%80',
    '../../etc/passwd',
    "' OR 1=1 --",
    '{{7*7}}',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'undefined',
    '-1',
    '1e999',
    '９９',
    '0x10',
    'NaN',
    '9'.repeat(400),
    '\u202e\ufeff',
    '👩‍👩‍👧',
    'a'.repeat(4_000),
    '[]',
    '{"$ne":null}',
  ),
);
const byAuth = (auth: string): Record<string, string> => ({
  ...(auth === 'app' ? { 'x-app-api-key': tenant.apiKey } : {}),
  ...(auth === 'operator' ? { authorization: `Bearer ${OPERATOR_SECRET}` } : {}),
});

/** The path of a route for something that is there. */
const pathOf = ({ path }: Route): string =>
  path
    .replace(':app_id', victim.appId)
    .replace(':hook_id', victim.hookPath.split('/').at(-1) ?? '')
    .replace(/:\w+/, '1');

async function expectGrace(answer: Response): Promise<void> {
  const text = await answer.text();
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Problem.parse(JSON.parse(text)).status).toBe(answer.status);
    expect(text).not.toMatch(/node_modules|\.ts:|Error:|\bat \S+ \(/);
  }
}

describe('nothing odd gives a 5xx or anything but problem+json', () => {
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    const headers = () => ({ ...byAuth(route.auth), 'content-type': 'application/json' });

    test(`in the path and query of ${name}`, async () => {
      const names = fc.oneof(nasty, fc.constantFrom('cursor', ...Object.keys(route.query.shape)));
      await fc.assert(
        fc.asyncProperty(nasty, names, nasty, async (id, parameter, value) => {
          const path = route.path.replace(/:\w+/, encodeURIComponent(id.toWellFormed()));
          const [key, text] = [parameter, value].map((part) =>
            encodeURIComponent(part.toWellFormed()),
          );
          const init = { method: route.method, headers: headers() };
          await expectGrace(await rig.send(path, init));
          await expectGrace(await rig.send(`${pathOf(route)}?${key}=${text}`, init));
          await expectGrace(await rig.send(`${pathOf(route)}?${key}=${text}&limit=1`, init));
        }),
        RUNS,
      );
    });
  }

  for (const route of routes.filter(({ body }) => body.kind === 'json')) {
    test(`in the body of ${route.method} ${route.path}`, async () => {
      const fields = Object.keys(route.body.kind === 'json' ? route.body.schema.shape : {});
      const odd = fc.oneof(nasty, fc.jsonValue());
      const bodies = fc.oneof(
        nasty,
        fc.json(),
        fc.constant('['.repeat(30_000)),
        ...fields.map((name) => odd.map((value) => JSON.stringify({ [name]: value }))),
        fc
          .record(Object.fromEntries(fields.map((name) => [name, odd])), { requiredKeys: [] })
          .map((value) => JSON.stringify(value)),
      );
      const query = 'app_id' in route.query.shape ? `?app_id=${victim.appId}` : '';
      const headers = { ...byAuth(route.auth), 'content-type': 'application/json' };
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const init = { method: route.method, headers, body };
          await expectGrace(await rig.send(pathOf(route) + query, init));
        }),
        { numRuns: 60 },
      );
    });
  }

  test('in any signed payload', async () => {
    const payloads = fc.oneof(nasty, fc.json(), fc.constant('['.repeat(100_000)));
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        // No token has an empty payload.
        const body = sign(payload.toWellFormed() || ' ', tenant.secret);
        const answer = await rig.send(tenant.hookPath, { method: 'POST', body });
        expect(answer.status).toBe(200);
      }),
      RUNS,
    );
  });

  test('in any header', async () => {
    const text = fc.string({
      unit: fc
        .integer({ min: 0x21, max: 0xff })
        .filter((code) => code !== 0x7f)
        .map((code) => String.fromCharCode(code)),
    });
    const names = fc.constantFrom(
      'x-app-api-key',
      'authorization',
      'x-request-id',
      'content-type',
      'content-encoding',
      'accept',
      'expect-nothing',
      'x-forwarded-for',
      'idempotency-key',
      'origin',
      'range',
      'if-none-match',
    );
    await fc.assert(
      fc.asyncProperty(names, text, async (header, value) => {
        const api = { ...byAuth('app'), [header]: value };
        await expectGrace(await rig.send('/api/calls', { headers: api }));
        const headers = {
          ...byAuth('operator'),
          'content-type': 'application/json',
          [header]: value,
        };
        await expectGrace(
          await rig.send('/internal/apps', { method: 'POST', headers, body: '{"name":"x"}' }),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('in any method, of any path', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'OPTIONS', 'HEAD']) {
      for (const path of ['/api/calls', '/internal/apps', '/nothing', '/', '//', '/%']) {
        const answer = await rig.send(path, { method });
        expect(answer.status).toBeLessThan(500);
        if (method !== 'HEAD' && answer.status !== 204) await expectGrace(answer);
      }
    }
  });
});

describe('a request line or head', () => {
  const statusOf = async (...parts: string[]) => {
    const answer = await rawExchange({ port: rig.port, parts });
    return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  };
  const rest = 'Host: x\r\nConnection: close\r\n\r\n';

  test.each([
    ['/healthz', 200],
    ['http://elsewhere.example/healthz', 200],
    ['http://elsewhere.example', 404],
    ['http://[/healthz', 200],
    ['http://[::1', 404],
    ['ftp://[/healthz', 404],
    ['//healthz', 404],
    ['/\\healthz', 404],
    ['/healthz#x', 200],
    ['*', 404],
    ['nothing', 400],
    ['/%', 404],
    ['/api/calls/%', 401],
    ['/healthz?%', 400],
    ['/HEALTHZ', 404],
    ['/../healthz', 404],
    [`/${'x'.repeat(10_000)}`, 404],
  ])('with the target %s is answered %i', async (target, status) => {
    expect(await statusOf(`GET ${target} HTTP/1.1\r\n${rest}`)).toEqual([status]);
  });

  test.each([
    ['garbage', 'garbage\r\n\r\n'],
    ['another version', `GET /healthz HTTP/9.9\r\n${rest}`],
    [
      'two lengths',
      `POST /webhooks/dialpad HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${rest}ab`,
    ],
    [
      'length and chunks',
      `POST /webhooks/dialpad HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${rest}0\r\n\r\n`,
    ],
    [
      'a bad chunk size',
      `POST /webhooks/dialpad HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${rest}zz\r\n`,
    ],
    ['a folded header', `GET /healthz HTTP/1.1\r\nX-A: b\r\n\tc\r\n${rest}`],
    [
      'a folded framing header',
      `POST /webhooks/dialpad HTTP/1.1\r\nTransfer-Encoding:\r\n chunked\r\n${rest}0\r\n\r\n`,
    ],
    ['a header without colon', `GET /healthz HTTP/1.1\r\nX-A b\r\n${rest}`],
    ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: x\nConnection: close\n\n'],
    ['a bare line feed in a header', `GET /healthz HTTP/1.1\r\nX-A: b\nX-B: c\r\n${rest}`],
    ['a signed length', `POST /webhooks/dialpad HTTP/1.1\r\nContent-Length: +1\r\n${rest}a`],
    ['two hosts', `GET /healthz HTTP/1.1\r\nHost: y\r\n${rest}`],
    ['NUL in a header', `GET /healthz HTTP/1.1\r\nX-A: \u0000\r\n${rest}`],
    ['a blank before the colon', `GET /healthz HTTP/1.1\r\nContent-Length : 0\r\n${rest}`],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('that is malformed by %s gets one 400 and the end of the connection', async (_, text) => {
    const answer = await rawExchange({ port: rig.port, parts: [text] });
    expect(answer.match(/HTTP\/1\.1 \d{3} /g)).toEqual(['HTTP/1.1 400 ']);
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
    expect(answer).toContain('\r\nConnection: close\r\n');
  });

  test('with an expectation that nobody knows is answered all the same', async () => {
    expect(await statusOf(`GET /healthz HTTP/1.1\r\nExpect: miracles\r\n${rest}`)).toEqual([200]);
  });

  test('that is too large gets 431', async () => {
    const large = `X-Large: ${'x'.repeat(64 * 1024)}\r\n`;
    expect(await statusOf(`GET /healthz HTTP/1.1\r\n${large}${rest}`)).toEqual([431]);
  });

  test.each([
    [98, 200],
    [99, 431],
    [200, 431],
    [3_000, 431],
  ])('with %i headers beside the two that it needs gets %i', async (count, status) => {
    const headers = Array.from({ length: count }, () => 'A:\r\n').join('');
    expect(await statusOf(`GET /healthz HTTP/1.1\r\n${headers}${rest}`)).toEqual([status]);
  });

  test.each([
    ['TRACE', '/healthz', 405],
    ['TRACE', '/nothing', 404],
    ['PROPFIND', '/api/calls', 405],
  ])('of the method %s on %s gets %i, and nothing of it back', async (method, path, status) => {
    const secret = 'X-App-Api-Key: canary';
    const answer = await rawExchange({
      port: rig.port,
      parts: [`${method} ${path} HTTP/1.1\r\n${secret}\r\n${rest}`],
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toContain('canary');
  });

  test('that asks for a tunnel gets none', async () => {
    expect(await statusOf(`CONNECT elsewhere.example:443 HTTP/1.1\r\n${rest}`)).toEqual([]);
  });

  test('that asks for another protocol is answered in this one', async () => {
    const upgrade = 'Connection: Upgrade, close\r\nUpgrade: h2c\r\nHost: x\r\n\r\n';
    expect(await statusOf(`GET /healthz HTTP/1.1\r\n${upgrade}`)).toEqual([200]);
  });

  test('among pipelined ones is answered in its turn', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const last = `GET /healthz HTTP/1.1\r\n${rest}`;
    expect(await statusOf(one('/healthz') + one('/nothing') + one('/api/calls') + last)).toEqual([
      200, 404, 401, 200,
    ]);
  });
});
