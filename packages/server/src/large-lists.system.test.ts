import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { newDialpadIds } from './cli/send/new-dialpad-ids.ts';
import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Tenant } from './testing/api-client.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { insertMillionCalls } from './testing/million-calls.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

const AT_ONCE = 50;
const MOST_ROWS = 200;
const MOST_COUNTED = 10_000;
/** For a million rows to be written on a busy machine. */
const INSERT_LIMIT_MS = 300_000;

/** Everything, nothing that an index would tell of, and orders that no index has. */
const WIDEST: readonly Readonly<Record<string, string>>[] = [
  {},
  { count: 'true' },
  { offset: '10000' },
  { sort: 'started_at', offset: '10000', count: 'true' },
  { sort: 'duration' },
  { sort: '-duration', count: 'true' },
  { sort: 'quality', offset: '10000' },
  { sort: '-quality', has_recording: 'false', has_voicemail: 'false' },
  { started_after: '2001-01-01T00:00:00Z', started_before: '2098-01-01T00:00:00Z' },
  { updated_since: '2001-01-01T00:00:00Z', sort: '-duration' },
  { updated_since: '2098-01-01T00:00:00Z' },
  { outcome: 'answered,missed,voicemail,abandoned,blocked,no_answer,transferred' },
  { outcome: 'blocked', count: 'true' },
  { status: 'ringing,queued,active,held' },
  { direction: 'inbound', sort: 'quality' },
  { number: '+14150000000' },
  { number: '+14155550123', sort: 'duration', count: 'true' },
  { from: '+14150000000' },
  { to: '+14150000000', count: 'true' },
  { user_id: '5400000000000042', sort: '-quality' },
  { call_center_id: '1' },
  { has_recording: 'true' },
  { has_voicemail: 'true', count: 'true' },
];

let stage: Stage;
let server: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({
    environment: { LOG_LEVEL: 'warn', RATE_LIMIT_PER_KEY: '1000000' },
  });
  tenant = await server.client.createTenant('Large');
  await insertMillionCalls({ stage, server, tenant });
}, INSERT_LIMIT_MS);
afterAll(async () => {
  expect(server.isRunning()).toBe(true);
  await stage.close();
});

const List = z.object({
  data: z.array(z.unknown()),
  pagination: z.object({ total: z.int().optional(), total_is_capped: z.boolean().optional() }),
});

type Query = Readonly<Record<string, string>>;

interface Listed {
  readonly status: number;
  readonly rows: number;
  readonly total: number;
}

async function list(query: Query): Promise<Listed> {
  const parameters = new URLSearchParams({ ...query, limit: String(MOST_ROWS) });
  const { status, body } = await server.client.get(`/api/calls?${parameters.toString()}`, tenant);
  if (status !== 200) return { status, rows: 0, total: 0 };
  const { data, pagination } = List.parse(body);
  return { status, rows: data.length, total: pagination.total ?? 0 };
}

test('of a million calls a page is shown, and as their total no more than 10,000', async () => {
  const page = { status: 200, rows: MOST_ROWS };
  expect(await list({})).toEqual({ ...page, total: 0 });
  expect(await list({ count: 'true' })).toEqual({ ...page, total: MOST_COUNTED });
  expect(await list({ offset: '10000' })).toEqual({ ...page, total: 0 });
});

test(`${AT_ONCE} of the widest lists at once are each answered by a page or by 503, and every delivery meanwhile by 200`, async () => {
  const asked = Array.from({ length: AT_ONCE }, (_, nth) => WIDEST[nth % WIDEST.length] ?? {});
  const listed: Listed[] = [];
  let isOver = false;
  const listing = inLanes(AT_ONCE, asked, async (query) => {
    listed.push(await list(query));
  }).finally(() => {
    isOver = true;
  });

  const newId = newDialpadIds(Date.now());
  const delivered: { readonly status: number; readonly ms: number }[] = [];
  while (!isOver) {
    const event = { ...exampleEvent(Date.now()), call_id: newId() };
    const sentAt = performance.now();
    const status = await server.client.deliver(tenant.hookId, signEvent(event, tenant.hookSecret));
    delivered.push({ status, ms: performance.now() - sentAt });
  }
  await listing;
  const pages = listed.filter(({ status }) => status === 200).length;
  const slowest = Math.round(Math.max(...delivered.map(({ ms }) => ms)));
  console.info(
    `${pages} pages of ${AT_ONCE}, ${delivered.length} deliveries, the slowest in ${slowest} ms`,
  );

  expect(listed).toHaveLength(AT_ONCE);
  for (const { status, rows, total } of listed) {
    expect([200, 503]).toContain(status);
    expect(rows).toBeLessThanOrEqual(MOST_ROWS);
    expect(total).toBeLessThanOrEqual(MOST_COUNTED);
  }
  expect(delivered.length).toBeGreaterThan(10);
  expect(new Set(delivered.map(({ status }) => status))).toEqual(new Set([200]));

  await waitFor('a page', async () => (await list({})).rows === MOST_ROWS);
  await waitUntilProcessed({ client: server.client, appId: tenant.appId, limitMs: 60_000 });
});
