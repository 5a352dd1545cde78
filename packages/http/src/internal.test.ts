import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Problem } from './problem.ts';
import {
  type Json,
  jsonOf,
  NEXT_OPERATOR_SECRET,
  OPERATOR_SECRET,
  openRig,
  paginationOf,
  type Rig,
  sign,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('First');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const post = (
  path: string,
  body: string | Buffer | null,
  type: string | null = 'application/json',
) =>
  rig.send(path, {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${OPERATOR_SECRET}`,
      ...(type === null ? {} : { 'content-type': type }),
    },
  });
const rows = (answer: Json) => answer['data'] as Json[];

describe('the operator', () => {
  test('creates an app, and sees the key this once', async () => {
    const answer = await rig.operator('/internal/apps', { name: ' My App ' });
    const app = await jsonOf(answer);
    expect(answer.status).toBe(201);
    expect(app).toEqual({
      success: true,
      app_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      api_key: expect.stringMatching(/^raw_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/),
      message: 'App created. Store this API key securely.',
    });
    const read = await jsonOf(await rig.operator(`/internal/apps/${String(app['app_id'])}`));
    expect(read).toEqual({
      success: true,
      data: {
        app_id: app['app_id'],
        name: 'My App',
        is_active: true,
        created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      },
    });
  });

  test('lists apps page by page, the newest first', async () => {
    for (const name of ['Second', 'Third']) await rig.createTenant(name);
    const names: unknown[] = [];
    let cursor = '';
    do {
      const page = await jsonOf(await rig.operator(`/internal/apps?limit=1&count=true${cursor}`));
      names.push(...rows(page).map((app) => app['name']));
      const { next_cursor: next, total } = paginationOf(page);
      expect(total).toBeGreaterThanOrEqual(3);
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(names.slice(0, 2)).toEqual(['Third', 'Second']);
    expect(new Set(names).size).toBe(names.length);
  });

  test('cannot take a cursor of one list for another, though both are unfiltered', async () => {
    const { next_cursor: cursor } = paginationOf(
      await jsonOf(await rig.operator('/internal/apps?limit=1')),
    );
    expect(cursor).not.toBeNull();
    const answer = await rig.operator(`/internal/events?cursor=${cursor}`);
    const problem = Problem.parse(await answer.json());
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/query/cursor']);
  });

  test('creates a hook, whose address and secret take events', async () => {
    const answer = await rig.operator(`/internal/webhooks/create?app_id=${tenant.appId}`, {
      register: false,
      webhook_url: 'https://cti.example.com/webhooks/dialpad/',
      webhook_secret: 'x'.repeat(32),
    });
    const hook = await jsonOf(answer);
    expect(answer.status).toBe(201);
    expect(hook).toMatchObject({ success: true, webhook_secret: 'x'.repeat(32) });
    expect(hook['hook_url']).toBe(
      `https://cti.example.com/webhooks/dialpad/${String(hook['hook_id'])}`,
    );
    const path = `/webhooks/dialpad/${String(hook['hook_id'])}`;
    const body = sign({ call_id: 1, state: 'calling', event_timestamp: 1 }, 'x'.repeat(32));
    expect((await rig.send(path, { method: 'POST', body })).status).toBe(200);
  });

  test('gets an address under the public URL by default', async () => {
    const path = `/internal/webhooks/create?app_id=${tenant.appId}`;
    const hook = await jsonOf(await rig.operator(path, { register: false }));
    expect(hook['hook_url']).toBe(
      `http://localhost:4000/webhooks/dialpad/${String(hook['hook_id'])}`,
    );
    expect(hook['webhook_secret']).toMatch(/^[0-9A-Za-z]{43}$/);
  });

  const refusals: readonly [
    string,
    string,
    string | Buffer | null,
    string | null,
    number,
    string,
  ][] = [
    ['/internal/apps', '{"name":""}', '{"name":""}', 'application/json', 400, '/body/name'],
    ['/internal/apps', 'no name', '{}', 'application/json', 400, '/body/name'],
    ['/internal/apps', 'a number', '{"name":5}', 'application/json', 400, '/body/name'],
    ['/internal/apps', 'NUL', '{"name":"a\\u0000b"}', 'application/json', 400, '/body/name'],
    ['/internal/apps', 'a surrogate', '{"name":"\\ud800"}', 'application/json', 400, '/body/name'],
    [
      '/internal/apps',
      'a stranger',
      '{"name":"a","is_active":false}',
      'application/json',
      400,
      '/body/is_active',
    ],
    ['/internal/apps', 'half', '{"name":', 'application/json', 400, 'body-malformed'],
    ['/internal/apps', 'a list', '[]', 'application/json', 400, 'body-malformed'],
    ['/internal/apps', 'text', '"x"', 'application/json', 400, 'body-malformed'],
    [
      '/internal/apps',
      'a poison',
      '{"__proto__":{"name":"x"}}',
      'application/json',
      400,
      'body-malformed',
    ],
    [
      '/internal/apps',
      'a form',
      'name=x',
      'application/x-www-form-urlencoded',
      415,
      'media-type-unsupported',
    ],
    ['/internal/apps', 'no type', Buffer.from('{"name":"x"}'), null, 415, 'media-type-unsupported'],
    [
      '/internal/apps',
      'much',
      `{"name":"${'x'.repeat(70_000)}"}`,
      'application/json',
      413,
      'body-too-large',
    ],
    ['/internal/apps?x=1', 'a parameter', '{"name":"x"}', 'application/json', 400, '/query/x'],
    [
      '/internal/webhooks/create',
      'no app',
      '{"register":false}',
      'application/json',
      400,
      '/query/app_id',
    ],
    [
      '/internal/webhooks/create?app_id=x',
      'no id',
      '{"register":false}',
      'application/json',
      400,
      '/query/app_id',
    ],
    [
      '/internal/webhooks/create?app_id=APP',
      'short',
      '{"register":false,"webhook_secret":"x"}',
      'application/json',
      400,
      '/body/webhook_secret',
    ],
    [
      '/internal/webhooks/create?app_id=APP',
      'blanks',
      `{"register":false,"webhook_secret":"${' '.repeat(40)}"}`,
      'application/json',
      400,
      '/body/webhook_secret',
    ],
    [
      '/internal/webhooks/create?app_id=APP',
      'no URL',
      '{"register":false,"webhook_url":"javascript:x"}',
      'application/json',
      400,
      '/body/webhook_url',
    ],
    [
      '/internal/webhooks/create?app_id=00000000-0000-7000-8000-000000000000',
      'nobody',
      '{"register":false}',
      'application/json',
      404,
      'not-found',
    ],
  ];
  for (const [path, what, body, type, status, reason] of refusals) {
    test(`is told why ${path} with ${what} is refused`, async () => {
      const answer = await post(path.replace('APP', tenant.appId), body, type);
      const problem = Problem.parse(await answer.json());
      expect([answer.status, problem.status]).toEqual([status, status]);
      const reasons = [problem.code, ...(problem.errors ?? []).map(({ pointer }) => pointer)];
      expect(reasons).toContain(reason);
      if (reason.startsWith('/')) expect(problem.detail).toContain(reason);
    });
  }

  test('has the next request answered behind one whose body is too large', async () => {
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    const parts = [
      `POST /internal/apps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${OPERATOR_SECRET}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 5 }, () => chunk),
      '0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ];
    const answers = await rawExchange({ port: rig.port, parts });
    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  test('is refused in the same words, whatever is wrong with the secret', async () => {
    const given = [
      null,
      '',
      'Bearer',
      'Bearer ',
      'Bearer wrong',
      `Bearer ${OPERATOR_SECRET.slice(0, -1)}`,
      `Bearer ${OPERATOR_SECRET}x`,
      `Bearer ${OPERATOR_SECRET} x`,
      `Basic ${OPERATOR_SECRET}`,
      OPERATOR_SECRET,
      `Bearer ${OPERATOR_SECRET}, Bearer ${OPERATOR_SECRET}`,
    ];
    const answers = await Promise.all(
      given.map(async (authorization) => {
        const answer = await rig.send('/internal/apps', {
          headers: {
            'x-request-id': 'the-same-id',
            ...(authorization === null ? {} : { authorization }),
          },
        });
        const scheme = answer.headers.get('www-authenticate');
        return `${answer.status} ${scheme} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 Bearer .*"code":"operator-refused"/);
  });

  test('is refused when the header comes twice, even with the right secret', async () => {
    const line = `Authorization: Bearer ${OPERATOR_SECRET}\r\n`;
    const answer = await rawExchange({
      port: rig.port,
      parts: [`GET /internal/apps HTTP/1.1\r\nHost: x\r\n${line}${line}Connection: close\r\n\r\n`],
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('may use the next secret already, and the scheme in any case', async () => {
    const headers = { authorization: `bearer ${NEXT_OPERATOR_SECRET}` };
    expect((await rig.send('/internal/apps', { headers })).status).toBe(200);
  });

  test('may have a secret of any letters', async () => {
    const secret = 'à'.repeat(32);
    const other = await openRig(() => ({ operatorSecrets: [secret] }));
    const authorization = `Bearer ${Buffer.from(secret).toString('latin1')}`;
    const answer = await other.send('/internal/apps', { headers: { authorization } });
    expect(answer.status).toBe(200);
    await other.close();
  });

  test('cannot be an app, nor an app the operator', async () => {
    const asApp = await rig.send('/internal/apps', { headers: { 'x-app-api-key': tenant.apiKey } });
    expect(asApp.status).toBe(401);
    expect((await rig.operator('/api/calls')).status).toBe(401);
  });
});
