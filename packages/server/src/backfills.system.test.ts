import { afterAll, beforeAll, expect, test } from 'vitest';

import { compareListed } from './testing/compare-listed.test.support.ts';
import { readRecords } from './testing/compare-records.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { createPastClock, type PastClock } from './testing/past-clock.test.support.ts';
import { playStories } from './testing/play-stories.test.support.ts';
import { readLedger } from './testing/read-ledger.test.support.ts';
import { runCli } from './testing/run-cli.test.support.ts';
import { scenarios } from './testing/scenarios.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';
import { askForWalk, endOfWalk, readWalk } from './testing/walks.test.support.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PAGE = 50;

let clock: PastClock;
let dialpad: DialpadStage;
/** Takes requests, and does no work at Dialpad of its own accord. */
let front: TestServer;
beforeAll(async () => {
  clock = createPastClock();
  // Nothing that Dialpad tells arrives.
  dialpad = await openDialpadStage({ seed: 5, clock, faults: { drop: 1 } });
  // The command line here looks on without waiting in between.
  const environment = { ROLES: 'ingest,api', RATE_LIMIT_OPERATOR: '1000000' };
  front = await dialpad.start({ environment });
});
afterAll(() => dialpad.close());

const startWorker = (given: Readonly<Record<string, string>> = {}) =>
  dialpad.start({ environment: { ROLES: 'worker', ...given }, isReachable: false });

async function playDropped(count: number): Promise<void> {
  await playStories(dialpad.simulator, { scenarios: scenarios.calls, count, perSecond: 1000 });
  await dialpad.simulator.settled();
}

interface ListRequest {
  readonly target: string;
  readonly status: number;
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

/** For pages of Dialpad's call list, that were made since then. */
function listRequests(seen: number): readonly ListRequest[] {
  return dialpad.simulator.requests().flatMap(({ target, status }, nth) => {
    const { pathname, searchParams } = new URL(target, dialpad.simulator.url);
    if (nth < seen || pathname !== '/api/v2/call') return [];
    const numberOf = (name: string) => Number(searchParams.get(name));
    const [after, before] = [numberOf('started_after'), numberOf('started_before')];
    return [{ target, status, after, before, limit: numberOf('limit') }];
  });
}

/** All that Dialpad has told of so far, and nothing of it unexplained. */
async function expectAll(app: SetUpApp): Promise<void> {
  await waitUntilProcessed({ client: front.client, appId: app.appId, limitMs: 60_000 });
  const truth = dialpad.simulator.truth();
  expect(compareListed(await readRecords(front.client, app), truth)).toEqual([]);
  const { unexplained } = await readLedger(dialpad, app.appId);
  expect(unexplained).toEqual([]);
}

test('a window of 90 days is walked in parts and pages that Dialpad takes, and progress is seen', async () => {
  const app = await dialpad.setUpApp('Long ago');
  for (const days of [75, 40, 5, 0]) {
    clock.setBack(days * DAY_MS);
    await playDropped(120);
  }
  const { simulator } = dialpad;
  const seen = simulator.requests().length;
  const worker = await startWorker();
  simulator.misbehave({ path: '/api/v2/call', times: 8, answer: { kind: 'slow', ms: 300 } });
  const [from, to] = [Date.now() - 90 * DAY_MS, Date.now()].map((at) => new Date(at).toISOString());
  const { code, stdout, stderr } = await runCli(
    ['backfill', app.appId, '--from', String(from), '--to', String(to)],
    {
      environment: {
        CTI_URL: dialpad.balancer.url,
        INTERNAL_API_SECRET: testSecrets.INTERNAL_API_SECRET,
      },
      isTerminal: true,
    },
  );
  const truth = simulator.truth();
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Done: of ${truth.calls.length} calls that Dialpad listed, ${truth.calls.length} were lacking, and are here.\n`,
  });
  const shown = [...stderr.matchAll(/(\d+) % of the time, (\d+) calls listed/g)];
  const shares = shown.map(([, share]) => Number(share));
  expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  expect(new Set(shares).size).toBeGreaterThan(2);
  await expectAll(app);
  await worker.stop();

  const requests = listRequests(seen);
  expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
  for (const { after, before, limit } of requests) {
    expect(before - after).toBeLessThan(30 * DAY_MS);
    expect(limit).toBeLessThanOrEqual(PAGE);
  }
  console.log(shares, requests.length);
}, 120_000);

test('a walk whose process is killed goes on where it was, in another', async () => {
  const app = await dialpad.setUpApp('Killed');
  await playDropped(200);
  const from = Date.now() - 4 * HOUR_MS;
  const { id } = await askForWalk(dialpad, app.appId, from);
  const points = ['before-progress:3', 'after-progress:2', 'before-end:1'];
  for (const point of points) {
    const seen = dialpad.simulator.requests().length;
    const { reached } = await readWalk(dialpad, app.appId, id);
    const worker = await dialpad.start({
      isFaulty: true,
      isReachable: false,
      environment: { ROLES: 'worker', CTI_FAULT: point },
    });
    expect(await worker.exit).toMatchObject({ signal: 'SIGKILL' });
    const walk = await readWalk(dialpad, app.appId, id);
    console.log(point, walk, listRequests(seen));
    expect(walk.state).toBe('running');
    expect(Date.parse(walk.reached)).toBeLessThanOrEqual(Date.parse(reached));
    for (const { before } of listRequests(seen)) {
      expect(before).toBeLessThanOrEqual(Date.parse(reached) + 1);
    }
    // As if its lease of a minute were over.
    await dialpad.stage.query(
      'UPDATE backfills SET held_until = clock_timestamp() WHERE hold IS NOT NULL',
    );
  }
  const worker = await startWorker();
  const walk = await endOfWalk(dialpad, app.appId, id);
  console.log(walk);
  await expectAll(app);
  await worker.stop();
}, 120_000);
