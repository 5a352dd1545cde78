import { afterEach, describe, expect, test } from 'vitest';

import {
  type Listener,
  openListener,
  type Reply,
} from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

async function ask(words: readonly string[], reply: Reply) {
  listener = await openListener(reply);
  const environment = { CTI_URL: `${listener.url}/`, INTERNAL_API_SECRET: 'the-secret' };
  return runCli(words, { environment });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const app = { success: true, data: { app_id: 'a', name: 'A' } };
const problem =
  (status: number, code: string): Reply =>
  (_heard, response) => {
    response.statusCode = status;
    return { code, title: 'No', detail: 'Not so.', status };
  };

describe('a request to the server', () => {
  test('carries the operator secret, and a POST a key of its own', async () => {
    const { code, stdout } = await ask(['apps', 'activate', 'a', '--json'], () => app);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(app);
    expect(listener.heard).toMatchObject([
      {
        method: 'POST',
        path: '/internal/apps/a/activate',
        headers: {
          authorization: 'Bearer the-secret',
          'idempotency-key': expect.stringMatching(UUID),
        },
      },
    ]);
  });

  test('is repeated once with the same key when the line was cut', async () => {
    const { code } = await ask(['apps', 'create', 'A', '--json'], (_heard, response) => {
      if (listener.heard.length > 1) return app;
      response.destroy();
      return null;
    });
    expect(code).toBe(0);
    const keys = listener.heard.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(UUID), keys[0]]);
    expect(new Set(listener.heard.map(({ body }) => body))).toEqual(new Set(['{"name":"A"}']));
  });

  test('is not repeated for ever, nor a DELETE at all', async () => {
    const cut: Reply = (_heard, response) => {
      response.destroy();
      return null;
    };
    const { code, stderr } = await ask(['apps', 'create', 'A', '--json'], cut);
    expect(code).toBe(69);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'server-unreachable' } });
    expect(listener.heard).toHaveLength(2);
    await listener.close();

    expect((await ask(['webhooks', 'delete', 'h', '--yes'], cut)).code).toBe(69);
    expect(listener.heard).toHaveLength(1);
  });

  test('counts an answer that ends too early as a cut line', async () => {
    const { code } = await ask(['apps', 'show', 'a'], (_heard, response) => {
      if (listener.heard.length > 1) return app;
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"success":', () => response.destroy());
      return null;
    });
    expect(code).toBe(0);
    expect(listener.heard).toHaveLength(2);
  });

  test('waits as long as the server asks when there were too many', async () => {
    const { code, waits, stderr } = await ask(['apps', 'show', 'a'], (heard, response) => {
      if (listener.heard.length > 2) return app;
      response.setHeader('retry-after', '7');
      return problem(429, 'quota-exceeded')(heard, response);
    });
    expect(code).toBe(0);
    expect(waits).toEqual([7000, 7000]);
    expect(stderr).toContain('wait 7 s');
  });

  test('gives up when it has waited often enough', async () => {
    const { code, waits } = await ask(['apps', 'show', 'a'], problem(429, 'quota-exceeded'));
    expect(code).toBe(1);
    expect(waits).toHaveLength(5);
  });

  test.each([
    [404, 'not-found', 1],
    [400, 'request-invalid', 1],
    [401, 'operator-refused', 1],
    [503, 'temporarily-unavailable', 69],
  ])('that is answered %d %s ends with %d', async (status, name, code) => {
    const run = await ask(['apps', 'show', 'a', '--json'], problem(status, name));
    expect(run).toMatchObject({ code, stdout: '' });
    const { error } = JSON.parse(run.stderr) as { error: { code: string; detail: string } };
    expect(error.code).toBe(name);
    expect(error.detail).toContain('Not so.');
  });

  test('follows no redirect: a secret must not get to another address', async () => {
    const { code, stderr } = await ask(['apps', 'show', 'a'], (_heard, response) => {
      response.writeHead(307, { location: `${listener.url}/elsewhere` });
      return {};
    });
    expect(code).toBe(1);
    expect(stderr).toContain('CTI_URL');
    expect(listener.heard).toHaveLength(1);
  });

  test('says so when what answers is another program', async () => {
    const { code, stderr } = await ask(['apps', 'list'], () => ({ hello: 'world' }));
    expect(code).toBe(1);
    expect(stderr).toContain('version');
  });

  test('cannot leave its path by what was typed', async () => {
    for (const id of ['..', '.', '../queue', 'a?x=1', 'a/b']) {
      listener = await openListener(() => app);
      const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
      await runCli(['apps', 'show', id], { environment });
      expect(listener.heard[0]?.path).toMatch(/^\/internal\/apps\/[^/?]+$/);
      await listener.close();
    }
    listener = await openListener(() => app);
  });
});

test.each([
  [{ CTI_API_KEY: 'raw_é' }, ['calls', 'list'], 'CTI_API_KEY'],
  [{ CTI_API_KEY: 'raw_a\nb' }, ['calls', 'list'], 'CTI_API_KEY'],
  [{ INTERNAL_API_SECRET: 'two words' }, ['queue'], 'INTERNAL_API_SECRET'],
  [{ CTI_URL: 'http://me:canary@127.0.0.1' }, ['queue'], 'no password'],
  [{ CTI_URL: 'ftp://127.0.0.1', INTERNAL_API_SECRET: '' }, ['queue'], 'CTI_URL'],
  [{ PORT: 'web', CTI_URL: '', INTERNAL_API_SECRET: '' }, ['queue'], 'PORT'],
  [{ CTI_URL: 'https://cti.example.com', INTERNAL_API_SECRET: '' }, ['queue'], 'cti.example.com'],
])('%j cannot be used for %j, and is named before anybody is asked', async (given, words, said) => {
  listener = await openListener(() => app);
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's', ...given };
  const { code, stderr } = await runCli(words, { environment });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(stderr).not.toMatch(/canary|é|two words/);
  expect(listener.heard).toEqual([]);
});

test('a server that is not there, or an address that is none, is told apart', async () => {
  listener = await openListener(() => app);
  const { url } = listener;
  await listener.close();
  const INTERNAL_API_SECRET = 's';
  const away = await runCli(['queue'], { environment: { CTI_URL: url, INTERNAL_API_SECRET } });
  expect(away.code).toBe(69);
  expect(away.stderr).toContain(`${url} (ECONNREFUSED)`);
  const none = await runCli(['queue'], { environment: { CTI_URL: 'x', INTERNAL_API_SECRET } });
  expect(none.code).toBe(2);
  listener = await openListener(() => app);
});
