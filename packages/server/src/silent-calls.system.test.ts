import { afterEach, beforeEach, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import type { Row } from './testing/api-client.test.support.ts';
import { compareListed } from './testing/compare-listed.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { pastRowSecurity } from './testing/past-row-security.test.support.ts';
import { readLedger } from './testing/read-ledger.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

const SCENARIO = '11-inbound-held-and-resumed';
const LIVE = 2;
const ENDED = 8;
const UNKNOWN = 3;
/** So often Dialpad's endpoint for one call may be asked. */
const A_MINUTE = 10;
const MINUTE_MS = 60_000;

let dialpad: DialpadStage;
beforeEach(async () => {
  dialpad = await openDialpadStage({ seed: 4 });
});
afterEach(() => dialpad.close());

/** With a key that may not read Dialpad's list, which would tell of the ends before a call is asked about. */
function start(): Promise<TestServer> {
  const DIALPAD_API_KEY = dialpad.simulator.limitedApiKey;
  return dialpad.start({ environment: { DIALPAD_API_KEY, RATE_LIMIT_PER_KEY: '1000000' } });
}

/** As if all of it had come five hours earlier. */
async function age(): Promise<void> {
  const earlier = "- interval '5 hours'";
  const { stage } = dialpad;
  const moves = [
    ['calls', `UPDATE calls SET updated_at = updated_at ${earlier} RETURNING 1`],
    [
      'webhook_events',
      `UPDATE webhook_events SET received_at = received_at ${earlier} RETURNING 1`,
    ],
  ] as const;
  for (const [table, statement] of moves) {
    const moved = await pastRowSecurity(stage, table, statement);
    expect(moved.length).toBeGreaterThanOrEqual(LIVE + ENDED + UNKNOWN);
  }
}

/** Calls that Dialpad does not know, in the form in which it would tell of them. */
async function deliverUnknown({ client }: TestServer, { hookId }: SetUpApp): Promise<string[]> {
  const [webhook] = dialpad.simulator.setUp().webhooks;
  const ids = Array.from({ length: UNKNOWN }, (_, nth) => 4_800_000_000_000_000 + nth);
  for (const id of ids) {
    const now = Date.now();
    const said = { call_id: id, direction: 'outbound', state: 'calling', date_started: now };
    const token = signEvent({ ...said, event_timestamp: now }, webhook?.secret ?? '');
    expect(await client.deliver(hookId, token)).toBe(200);
  }
  return ids.map(String);
}

/** Ids that Dialpad was asked about one by one, by the answer. */
function askedAbout(status: number): readonly string[] {
  return dialpad.simulator.requests().flatMap((request) => {
    const [, id] = /^\/api\/v2\/call\/(\d+)$/.exec(request.target) ?? [];
    return id !== undefined && request.status === status ? [id] : [];
  });
}

const sorted = (ids: readonly string[]): readonly string[] => ids.toSorted();

test('calls silent for four hours end, ten a minute, unless Dialpad says that they are live', async () => {
  const { simulator } = dialpad;
  const first = await start();
  const app = await dialpad.setUpApp('Silent');
  const play = (speed: number) => simulator.play(SCENARIO, { speed }).callIds;
  const whenShown = (status: string, count: number) =>
    waitFor(`calls that are ${status}`, async () => {
      const calls = await first.client.list('/api/calls/active', app);
      return calls.filter((call) => call['status'] === status).length === count;
    });
  const live = Array.from({ length: LIVE }, () => play(1)).flat();
  await whenShown('ringing', LIVE);
  const ended = Array.from({ length: ENDED }, () => play(20)).flat();
  await whenShown('active', ENDED);
  simulator.setFaults({ drop: 1 });
  const unknown = await deliverUnknown(first, app);
  await waitFor('the ends that nobody hears of', () => simulator.truth().unfinished === LIVE);
  await waitUntilProcessed({ client: first.client, appId: app.appId, limitMs: MINUTE_MS });
  await first.stop();
  await age();

  const { client } = await start();
  const read = async (ids: readonly string[]): Promise<readonly Row[]> => {
    const calls = await client.list('/api/calls', app);
    return calls.filter((call) => ids.includes(String(call['dialpad_call_id'])));
  };
  const whenOver = (ids: readonly string[]) =>
    waitFor(
      'ends',
      async () => (await read(ids)).every(({ outcome }) => outcome !== null),
      2 * MINUTE_MS,
    );
  await whenOver(ended);
  // The oldest ten; the rest has to wait for the next minute.
  expect(sorted([...askedAbout(200), ...askedAbout(404)])).toEqual(sorted([...live, ...ended]));
  expect(live.length + ended.length).toBe(A_MINUTE);
  await whenOver(unknown);

  expect(sorted(askedAbout(200))).toEqual(sorted([...live, ...ended]));
  expect(sorted(askedAbout(404))).toEqual(sorted(unknown));
  expect(askedAbout(429)).toEqual([]);

  const calls = await read(ended);
  const truth = simulator.truth();
  expect(compareListed({ calls, voicemails: [], messages: [] }, truth)).toEqual([]);
  // Nobody knows when they ended.
  for (const call of await read(unknown)) {
    expect(call).toMatchObject({ status: 'no_answer', ended_at: null, is_stale: false });
  }
  for (const call of await read(live)) expect(call).toMatchObject({ outcome: null });
  const events = await client.list(`/internal/events?app_id=${app.appId}`, 'operator');
  const inferred = events.filter(({ source }) => source !== 'webhook');
  expect(inferred).toHaveLength(ENDED + UNKNOWN);
  expect(new Set(inferred.map(({ source }) => source))).toEqual(new Set(['inference']));
  const ledger = await readLedger(dialpad, app.appId);
  expect(ledger).toMatchObject({ recovered: 0, inferred: ENDED + UNKNOWN, unexplained: [] });
});
