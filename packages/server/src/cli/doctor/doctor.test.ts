import { afterEach, describe, expect, test } from 'vitest';

import {
  type Listener,
  openListener,
  type Reply,
} from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';
import type { Finding } from './finding.ts';

let listener: Listener;
afterEach(() => listener.close());

/** The clock of `runCli`. */
const NOW = 'Tue, 01 Sep 2026 00:00:00 GMT';
const URL_OF_HOOK = 'https://cti.example.com/webhooks/dialpad/h';

const problem = (code: string) => ({ code, title: 'No', detail: 'Not so.' });
const page = (...data: readonly object[]) => ({
  success: true,
  data,
  pagination: { next_cursor: null },
});

/** What a server of which nothing is wrong answers. */
const WELL: Readonly<Record<string, object>> = {
  'GET /readyz': { success: true, status: 'ready', checks: { database: 'ok', role: 'ok' } },
  'GET /openapi.json': { openapi: '3.1.0', info: { version: '1.2.3' } },
  'GET /internal/queue': {
    success: true,
    data: {
      pending: 0,
      retrying: 0,
      dead: 0,
      quarantined: 0,
      unrouted: 0,
      oldest_pending_ms: null,
    },
  },
  'GET /internal/apps?limit=200': page({ app_id: 'a', name: 'Portal', is_active: true }),
  'GET /internal/apps/a': {
    success: true,
    data: { app_id: 'a', name: 'Portal', is_active: true },
  },
  'GET /internal/webhooks?limit=200': page({
    hook_id: 'h',
    app_id: 'a',
    registration: { state: 'registered' },
  }),
  'GET /internal/apps/a/dialpad': {
    success: true,
    data: {
      access: 'api-key',
      user: { display_name: 'Ada Operator' },
      clock_skew_ms: -300,
      scopes: { 'calls:list': true, webhooks: true },
    },
  },
  'GET /internal/events?app_id=a&limit=200': page(
    { kind: 'call', source: 'reconciliation', received_at: '2026-08-31T23:59:00.000Z' },
    { kind: 'other', source: 'webhook', received_at: '2026-08-31T23:58:00.000Z' },
    { kind: 'call', source: 'webhook', received_at: '2026-08-31T23:50:00.000Z' },
  ),
  'GET /internal/webhooks/h/drift': { success: true, data: { drift: [] } },
  'POST /internal/webhooks/h/test': {
    success: true,
    data: { url: URL_OF_HOOK, status: 200, is_ours: true, error: null },
  },
};

interface Wrong {
  readonly [request: string]: object;
}

/** Requests of which something is wrong; a `code` is a refusal, and `date` the server's clock. */
const serve =
  (wrong: Wrong, date: string): Reply =>
  ({ method, path }, response) => {
    const answer = wrong[`${method} ${path}`] ?? WELL[`${method} ${path}`] ?? problem('not-found');
    response.setHeader('date', date);
    if ('code' in answer) response.statusCode = answer.code === 'not-ready' ? 503 : 409;
    return answer;
  };

async function examine(wrong: Wrong = {}, words: readonly string[] = [], date = NOW) {
  listener = await openListener(serve(wrong, date));
  // A server elsewhere is told by its own readiness alone.
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's'.repeat(32), DATA_DIR };
  const { code, stdout, stderr } = await runCli(['doctor', ...words, '--json'], { environment });
  const { success, checks } = JSON.parse(stdout) as {
    readonly success: boolean;
    readonly checks: readonly Finding[];
  };
  expect(code).toBe(success ? 0 : 1);
  if (!success) expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'check-failed' } });
  return { code, checks, troubles: checks.filter(({ status }) => status !== 'ok') };
}

const DATA_DIR = '/nowhere/at/all';
const QUEUE = 'GET /internal/queue';

describe('doctor', () => {
  test('finds nothing where nothing is wrong, with few requests', async () => {
    const { code, checks, troubles } = await examine();
    expect(troubles).toEqual([]);
    expect(code).toBe(0);
    expect(checks.map(({ check }) => check)).toEqual([
      'configuration',
      'server',
      'version',
      'clock',
      'operator',
      'queue',
      'dead-letters',
      'quarantine',
      'unrouted',
      'app',
      'dialpad',
      'scope',
      'scope',
      'dialpad-clock',
      'last-event',
      'webhook',
      'drift',
      'public-url',
    ]);
    expect(listener.heard).toHaveLength(9);
  });

  test('asks of one app only what is its', async () => {
    const wrong = {
      'GET /internal/webhooks?app_id=a&limit=200': page({
        hook_id: 'h',
        app_id: 'a',
        registration: null,
      }),
    };
    const { code, checks } = await examine(wrong, ['--app', 'a']);
    expect(code).toBe(0);
    expect(checks.filter(({ app_id: appId }) => appId === 'a').length).toBeGreaterThan(5);
    const paths = listener.heard.map(({ path }) => path);
    expect(paths).not.toContain('/internal/apps?limit=200');
    // Nobody knows what Dialpad should have of it.
    expect(paths).not.toContain('/internal/webhooks/h/drift');
  });

  const queue = (more: object) => ({
    success: true,
    data: {
      pending: 0,
      retrying: 0,
      dead: 0,
      quarantined: 0,
      unrouted: 0,
      oldest_pending_ms: null,
      ...more,
    },
  });

  test.each([
    ['GET /readyz', { checks: { role: 'may see all' } }, 'role: may see all'],
    [
      'GET /openapi.json',
      { info: { version: '1.0.0' } },
      'version: the server is of version 1.0.0',
    ],
    [QUEUE, queue({ pending: 9, oldest_pending_ms: 90_000 }), 'queue: 9 pending, 0 to be tried'],
    [QUEUE, queue({ dead: 3 }), 'dead-letters: 3 events failed too often'],
    [QUEUE, queue({ quarantined: 2 }), 'quarantine: 2 deliveries were refused'],
    ['GET /internal/apps?limit=200', page(), 'apps: there is none'],
  ])('warns of %s %j', async (...[request, answer, said]) => {
    const { troubles } = await examine({ [request]: answer });
    expect(troubles.map(({ status }) => status)).toEqual(['warn']);
    expect(troubles.map(({ check, detail }) => `${check}: ${detail}`).join()).toContain(said);
  });

  test('finds a clock that goes wrong', async () => {
    const { troubles } = await examine({}, [], 'Tue, 01 Sep 2026 00:00:09 GMT');
    expect(troubles).toMatchObject([{ status: 'warn', check: 'clock' }]);
    expect(troubles[0]?.detail).toContain('9 s ahead');
  });

  test('asks nothing more with a secret that is refused', async () => {
    const { troubles } = await examine({ [QUEUE]: problem('operator-refused') });
    expect(troubles).toMatchObject([{ status: 'fail', check: 'operator', app_id: null }]);
    expect(listener.heard.at(-1)?.path).toBe('/internal/queue');
  });

  test('finds a server that is not ready, and goes on', async () => {
    const notReady = {
      ...problem('not-ready'),
      checks: { database: 'not reached', process: 'ok' },
    };
    const { troubles } = await examine({ 'GET /readyz': notReady });
    expect(troubles).toMatchObject([
      { status: 'fail', check: 'server' },
      { status: 'fail', check: 'database', detail: 'not reached' },
    ]);
  });

  test('tells another program from the server', async () => {
    const { troubles } = await examine({ 'GET /readyz': { hello: 'world' } });
    expect(troubles).toMatchObject([{ status: 'fail', check: 'server', fix: 'set CTI_URL' }]);
    expect(listener.heard).toHaveLength(1);
  });

  test('looks at the settings and the database while the server is down', async () => {
    listener = await openListener(() => ({}));
    const { url } = listener;
    await listener.close();
    const DATABASE_URL = 'postgres://cti:canary@127.0.0.1:1/cti';
    const environment = { CTI_URL: url, DATA_DIR, DATABASE_URL };
    const { code, stdout } = await runCli(['doctor'], { environment });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {4}configuration {2}can be used$/m);
    expect(stdout).toMatch(/^fail {2}server .*ECONNREFUSED.*start/m);
    expect(stdout).toMatch(/^fail {2}database .*ECONNREFUSED.*→ set DATABASE_URL/m);
    expect(stdout).toMatch(/^3 checks: 2 failed, 0 with a warning\.$/m);
    expect(stdout).not.toContain('canary');

    const bad = await runCli(['doctor'], { environment: { ...environment, PORT: 'web' } });
    expect(bad.stdout).toMatch(/^fail {2}configuration {2}.*PORT/m);
    listener = await openListener(() => ({}));
  });

  test('says nothing of this machine’s settings when the server is elsewhere', async () => {
    listener = await openListener(() => ({}));
    const environment = { CTI_URL: 'http://127.0.0.2:1', PORT: 'web' };
    const { code, stdout } = await runCli(['doctor'], { environment });
    expect(code).toBe(1);
    expect(stdout).not.toContain('configuration');
  });
});
