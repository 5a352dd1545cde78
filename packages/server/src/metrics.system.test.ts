import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { signText } from './signing/sign-text.ts';
import type { Tenant } from './testing/api-client.test.support.ts';
import { type DatabaseProxy, openProxy } from './testing/open-proxy.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { readMetrics, type Samples, samplesOf } from './testing/read-metrics.test.support.ts';
import { refuseRows } from './testing/refuse-rows.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { statementsSent } from './testing/statements-sent.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const ATTEMPTS = 12;

const sent = statementsSent();
let stage: Stage;
let proxy: DatabaseProxy;
let server: TestServer;
let tenant: Tenant;
let opsUrl: string;
beforeAll(async () => {
  stage = await openStage();
  proxy = await openProxy(stage.databaseUrl, { onSent: sent.onBytes });
  server = await stage.start({
    environment: {
      DATABASE_URL: proxy.through(stage.databaseUrl),
      OPS_PORT: '0',
      POLL_INTERVAL_MS: '100',
      RETRY_FIRST_MS: '1',
      RETRY_LONGEST_MS: '1',
    },
  });
  tenant = await server.client.createTenant('Metrics');
  opsUrl = /Metrics +(\S+)\/metrics$/m.exec(server.output())?.[1] ?? '';
});
afterAll(async () => {
  await stage.close();
  await proxy.close();
});

const operator = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };

/** As whoever watches the server asks: from a port of its own, without a secret. */
async function scrape(): Promise<Samples> {
  const answer = await fetch(`${opsUrl}/metrics`);
  expect(answer.status).toBe(200);
  return readMetrics(await answer.text());
}

describe('/metrics', () => {
  test('is for the operator, and on a port of its own for anybody', async () => {
    const url = `${server.url}/metrics`;
    expect(new URL(opsUrl).port).not.toBe(String(server.port));
    for (const [address, headers] of [
      [url, operator],
      [`${opsUrl}/metrics`, {}],
    ] as const) {
      const answer = await fetch(address, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(MEDIA_TYPE);
      expect(readMetrics(await answer.text()).size).toBeGreaterThan(50);
    }
    for (const headers of [{}, { 'x-app-api-key': tenant.apiKey }]) {
      expect((await fetch(url, { headers })).status).toBe(401);
    }
    expect((await fetch(`${opsUrl}/internal/apps`, { headers: operator })).status).toBe(404);
  });

  test('tells of the process: memory, and how late its event loop is', async () => {
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) {
      // Nothing is known of the loop until it has turned a while.
      await waitFor(name, async () => ((await scrape()).get(name) ?? 0) > 0);
    }
  });
});

/** Every answer that is counted here, as the metrics write it. */
const answered = new Map<string, number>();

interface Asked {
  readonly method?: string;
  readonly route: string;
  /** The route's own when absent. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask({ method = 'GET', route, path = route, ...init }: Asked): Promise<number> {
  const answer = await fetch(server.url + path, { method, ...init });
  await answer.arrayBuffer();
  const sample = `{method="${method}",route="${route}",status="${answer.status}"}`;
  answered.set(sample, (answered.get(sample) ?? 0) + 1);
  return answer.status;
}

const app = (): Readonly<Record<string, string>> => ({ 'x-app-api-key': tenant.apiKey });
const HOOK_ROUTE = '/webhooks/dialpad/:hook_id';

async function deliver(body: string, hookId = tenant.hookId): Promise<number> {
  return ask({ method: 'POST', route: HOOK_ROUTE, path: `/webhooks/dialpad/${hookId}`, body });
}

/** What has been counted since the one before. */
function since(before: Samples, after: Samples, name: string): Readonly<Record<string, number>> {
  const earlier = samplesOf(before, name);
  const grown = Object.entries(samplesOf(after, name)).map(
    ([labels, value]) => [labels, value - (earlier[labels] ?? 0)] as const,
  );
  return Object.fromEntries(grown.filter(([, growth]) => growth !== 0));
}

/** Answers are counted when they are out, which may be after they came in here. */
async function settled(before: Samples): Promise<Samples> {
  const expected = [...answered.values()].reduce((sum, count) => sum + count, 0);
  let samples = before;
  await waitFor('all answers to be counted', async () => {
    samples = await scrape();
    const counted = Object.entries(since(before, samples, 'cti_http_requests_total'));
    const ours = counted.filter(([labels]) => !labels.includes('"/metrics"'));
    return ours.reduce((sum, [, count]) => sum + count, 0) >= expected;
  });
  return samples;
}

describe('the counters', () => {
  test('count each answer by its method, route and status', async () => {
    const before = await scrape();
    for (let nth = 0; nth < 7; nth += 1) await ask({ route: '/api/calls', headers: app() });
    for (let nth = 0; nth < 3; nth += 1) await ask({ route: '/api/calls' });
    const missing = { route: '/api/calls/:id', path: '/api/calls/1', headers: app() };
    for (let nth = 0; nth < 4; nth += 1) await ask(missing);
    const wrong = { route: '/api/messages', path: '/api/messages?limit=x', headers: app() };
    for (let nth = 0; nth < 2; nth += 1) await ask(wrong);
    await ask({ route: '/internal/apps', headers: operator });
    await ask({ route: '/internal/apps' });
    await ask({ method: 'PUT', route: 'none', path: '/api/calls' });
    await ask({ route: 'none', path: '/nowhere' });
    await ask({ route: '/healthz' });
    await ask({ route: '/readyz' });

    const after = await settled(before);
    const counted = Object.entries(since(before, after, 'cti_http_requests_total'));
    const ours = counted.filter(([labels]) => !labels.includes('"/metrics"'));
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(answered));
    expect(since(before, after, 'cti_security_events_total')).toEqual({
      '{kind="key-refused"}': 3,
      '{kind="operator-refused"}': 1,
    });
    const times = since(before, after, 'cti_http_request_duration_seconds_count');
    expect(times['{route="/api/calls"}']).toBe(10);
    expect(times['{route="/api/calls/:id"}']).toBe(4);
  });

  test('count deliveries by hook and outcome, and events until they are visible or dead', async () => {
    answered.clear();
    const before = await scrape();
    const { hookId, hookSecret, appId } = tenant;
    const call = (id: number): object => ({ call_id: id, state: 'hangup', direction: 'inbound' });
    const token = (id: number): string => signEvent(call(id), hookSecret);
    for (let id = 1; id <= 20; id += 1) expect(await deliver(token(id))).toBe(200);
    for (let id = 1; id <= 5; id += 1) expect(await deliver(token(id))).toBe(200);
    for (let id = 1; id <= 3; id += 1) await deliver(signEvent(call(id), 'x'.repeat(32)));
    for (let nth = 1; nth <= 2; nth += 1) await deliver(signText('no JSON', hookSecret));
    await deliver(token(1), 'y'.repeat(22));
    await deliver('x'.repeat(2 ** 20 + 1));
    await waitFor('the calls', async () => {
      const calls = await server.client.list('/api/calls', tenant);
      return calls.length === 20;
    });
    const allow = await refuseRows(stage, { table: 'calls', sqlState: 'P0001' });
    for (let id = 21; id <= 23; id += 1) expect(await deliver(token(id))).toBe(200);
    const dead = `/internal/dead-letters?app_id=${appId}`;
    await waitFor('dead letters', async () => {
      return (await server.client.list(dead, 'operator')).length === 3;
    });
    await allow();
    // Others see a commit before the worker hears of it, and then it has to look once more.
    const seen = async (name: string) => (await scrape()).get(name) ?? 0;
    const deadBefore = before.get('cti_dead_letters_total') ?? 0;
    await waitFor(
      'the deaths',
      async () => (await seen('cti_dead_letters_total')) === deadBefore + 3,
    );
    await waitFor('a look', async () => (await seen('cti_oldest_unprocessed_seconds')) === 0);

    const after = await scrape();
    const hook = hookId.slice(0, 6);
    expect(since(before, after, 'cti_deliveries_total')).toEqual({
      [`{hook="${hook}",outcome="stored"}`]: 23,
      [`{hook="${hook}",outcome="duplicate"}`]: 5,
      [`{hook="${hook}",outcome="signature-refused"}`]: 3,
      [`{hook="${hook}",outcome="set-aside"}`]: 2,
      '{hook="unknown",outcome="hook-not-found"}': 1,
      '{hook="unknown",outcome="refused"}': 1,
    });
    const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('cti_events_processed_total')).toBe(20);
    expect(grown('cti_intake_to_visible_seconds_count')).toBe(20);
    expect(grown('cti_intake_to_visible_seconds_bucket{le="+Inf"}')).toBe(20);
    expect(grown('cti_dead_letters_total')).toBe(3);
    expect(grown('cti_event_attempts_failed_total')).toBe(3 * ATTEMPTS);
    // Repeated deliveries are flushed as well; nothing else is.
    expect(grown('cti_flush_events_sum')).toBe(28);
    expect(grown('cti_flush_seconds_count')).toBe(grown('cti_flush_events_count'));
    const waits = since(before, after, 'cti_pool_wait_seconds_count');
    expect(Object.keys(waits).toSorted()).toEqual(
      ['intake', 'keeper', 'reader', 'worker'].map((pool) => `{pool="${pool}"}`),
    );
  });

  test('count a slow hash for each key that is new, and none for keys that are wrong', async () => {
    const name = 'cti_slow_hashes_total';
    const { apiKey } = await server.client.createTenant('Slow hash');
    const before = (await scrape()).get(name) ?? 0;
    const good = { route: '/api/calls', headers: { 'x-app-api-key': apiKey } };
    for (let nth = 0; nth < 5; nth += 1) expect(await ask(good)).toBe(200);
    const other = `raw_${apiKey.slice(4, 16)}_${tenant.apiKey.slice(17)}`;
    for (const wrong of [other, `${apiKey}x`, apiKey.slice(0, -1)]) {
      expect(await ask({ route: '/api/calls', headers: { 'x-app-api-key': wrong } })).toBe(401);
    }
    await waitFor('the hash', async () => (await scrape()).get(name) === before + 1);
  });
});

describe('a scrape', () => {
  test('runs no statement', async () => {
    const isPoll = (text: string): boolean => text.includes('FROM credentials_epoch');
    /** Looks for what is to be done at Dialpad, a few times a minute. */
    const isOfJobs = (text: string): boolean => /FROM (dialpad_\w+|backfills|calls)\b/.test(text);
    const polls = (): number => sent.statements.filter(isPoll).length;
    // What goes on all the time: polls of credentials, the worker, the line that listens, and
    // now and then the uses of keys, of which there is one more to note.
    const [idleFrom, pollsBefore] = [sent.statements.length, polls()];
    await ask({ route: '/api/calls', headers: app() });
    const idle = new Set<string>();
    await waitFor('idle rounds', () => {
      for (const text of sent.statements.slice(idleFrom)) idle.add(text);
      const isNoted = [...idle].some((text) => text.includes('SET last_used_at'));
      return isNoted && polls() >= pollsBefore + 4;
    });

    const scrapes = 50;
    const from = sent.statements.length;
    for (let nth = 0; nth < scrapes; nth += 1) await scrape();
    const meanwhile = sent.statements.slice(from);
    expect(meanwhile.filter((text) => !idle.has(text) && !isOfJobs(text))).toEqual([]);
    expect(meanwhile.filter(isPoll).length).toBeLessThan(scrapes / 2);
    expect(meanwhile.filter(isOfJobs).length).toBeLessThan(scrapes / 2);

    // Who does ask the database is seen here.
    const readiness = polls();
    for (let nth = 0; nth < scrapes; nth += 1) await fetch(`${opsUrl}/readyz`);
    expect(polls()).toBeGreaterThanOrEqual(readiness + scrapes);
  });

  test('is answered while the database is silent', async () => {
    proxy.blackHole();
    for (let nth = 0; nth < 50; nth += 1) await scrape();
    expect((await fetch(`${opsUrl}/readyz`)).status).toBe(503);
    proxy.heal();
  });
});
