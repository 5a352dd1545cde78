import type { Simulator, SimulatorOptions } from '@dialpad-cti/simulator';
import { afterEach, expect, test } from 'vitest';

import { compareListed } from './testing/compare-listed.test.support.ts';
import { readRecords } from './testing/compare-records.test.support.ts';
import { listRequests } from './testing/list-requests.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { createPastClock } from './testing/past-clock.test.support.ts';
import { pastRowSecurity } from './testing/past-row-security.test.support.ts';
import { playStories } from './testing/play-stories.test.support.ts';
import { readLedger } from './testing/read-ledger.test.support.ts';
import { runCli } from './testing/run-cli.test.support.ts';
import { scenarios } from './testing/scenarios.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';
import { askForWalk, endOfWalk, readWalk } from './testing/walks.test.support.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 50;

let dialpad: DialpadStage;
/** Behind the public address. */
let front: TestServer;
afterEach(() => dialpad.close());

async function open(
  options: Partial<SimulatorOptions>,
  environmentOf: (simulator: Simulator) => Readonly<Record<string, string>> = () => ({}),
): Promise<void> {
  dialpad = await openDialpadStage(options);
  // The command line here looks on without a pause.
  const environment = { RATE_LIMIT_OPERATOR: '1000000', ...environmentOf(dialpad.simulator) };
  front = await dialpad.start({ environment });
}

/** It takes requests, and does nothing at Dialpad. */
const noWorker = () => ({ ROLES: 'ingest,api' });

interface WorkerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isFaulty?: boolean;
}

const startWorker = ({ environment, isFaulty = false }: WorkerOptions = {}) =>
  dialpad.start({ environment: { ROLES: 'worker', ...environment }, isFaulty, isReachable: false });

async function playCalls(count: number): Promise<void> {
  await playStories(dialpad.simulator, { scenarios: scenarios.calls, count, perSecond: 1000 });
  await dialpad.simulator.settled();
}

/** How many calls Dialpad has told of; all are here as it lists them. */
async function expectAll(app: SetUpApp): Promise<number> {
  await waitUntilProcessed({ client: front.client, appId: app.appId, limitMs: 60_000 });
  const truth = dialpad.simulator.truth();
  expect(compareListed(await readRecords(front.client, app), truth)).toEqual([]);
  const { unexplained } = await readLedger(dialpad, app.appId);
  expect(unexplained).toEqual([]);
  return truth.calls.length;
}

const cliEnvironment = () => ({
  CTI_URL: dialpad.balancer.url,
  INTERNAL_API_SECRET: testSecrets.INTERNAL_API_SECRET,
});

test('a window of months is asked for in parts and pages that Dialpad takes, and progress is seen', async () => {
  const clock = createPastClock();
  await open({ seed: 5, clock });
  const { simulator } = dialpad;
  // Nobody has subscribed to anything yet. The stand-in forgets what its clock has left behind.
  for (const days of [5, 45, 80]) {
    clock.setBack(days * DAY_MS);
    await playCalls(120);
  }
  const app = await dialpad.setUpApp('Long ago');
  simulator.misbehave({ path: '/api/v2/call', times: 20, answer: { kind: 'slow', ms: 100 } });
  const [from, to] = [Date.now() - 90 * DAY_MS, Date.now()].map((at) => new Date(at).toISOString());
  const words = ['backfill', app.appId, '--from', String(from), '--to', String(to)];
  const run = await runCli(words, { environment: cliEnvironment(), isTerminal: true });
  const all = await expectAll(app);
  expect({ code: run.code, stdout: run.stdout }).toEqual({
    code: 0,
    stdout: `Done: of ${all} calls that Dialpad listed, ${all} were lacking, and are here.\n`,
  });
  const shares = [...run.stderr.matchAll(/(\d+) % of the time/g)].map(([, share]) => Number(share));
  expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  // Each of the three times at which calls were told of, and more.
  expect(new Set(shares).size).toBeGreaterThan(3);

  const requests = listRequests(simulator);
  expect(requests.length).toBeGreaterThan(all / PAGE);
  for (const { status, after, before, limit } of requests) {
    expect(status).toBe(200);
    expect(before - after).toBeLessThan(30 * DAY_MS);
    expect(limit ?? PAGE).toBeLessThanOrEqual(PAGE);
  }
});

test('a walk whose process is killed goes on where it was, in another', async () => {
  await open({ seed: 6, faults: { drop: 1 } }, noWorker);
  const app = await dialpad.setUpApp('Killed');
  await playCalls(200);
  const { id, from } = await askForWalk(dialpad, app.appId, Date.now() - 4 * HOUR_MS);

  let asked = 0;
  for (const point of ['before-progress:3', 'after-progress:2', 'before-end:1']) {
    const { reached } = await readWalk(dialpad, app.appId, id);
    const worker = await startWorker({ isFaulty: true, environment: { CTI_FAULT: point } });
    expect(await worker.exit).toMatchObject({ signal: 'SIGKILL' });
    const walk = await readWalk(dialpad, app.appId, id);
    const requests = listRequests(dialpad.simulator).slice(asked);
    expect(walk.state).toBe('running');
    for (const { after, before } of requests) {
      expect({ after, before }).toEqual({
        after: Date.parse(from) - 1,
        before: asked === 0 ? Date.parse(reached) : Date.parse(reached) + 1,
      });
    }
    asked += requests.length;
    await endLeases();
  }
  await startWorker();
  const walk = await endOfWalk(dialpad, app.appId, id);
  const all = await expectAll(app);
  expect(walk).toMatchObject({ state: 'done', progress: 1, reached: from });
  expect((await readLedger(dialpad, app.appId)).recovered).toBe(all);
});

/** As if the minute were over for which a page may be on its way. */
async function endLeases(): Promise<void> {
  const ended = await pastRowSecurity(
    dialpad.stage,
    'backfills',
    "UPDATE backfills SET held_until = clock_timestamp() WHERE state = 'running' RETURNING 1",
  );
  expect(ended).toHaveLength(1);
}

test('of two processes one walks', async () => {
  await open({ seed: 7, faults: { drop: 1 } }, noWorker);
  const { simulator } = dialpad;
  const app = await dialpad.setUpApp('Two');
  await playCalls(400);
  // So slowly that both have looked before it is over.
  simulator.misbehave({ path: '/api/v2/call', times: 1000, answer: { kind: 'slow', ms: 300 } });
  const { id } = await askForWalk(dialpad, app.appId, Date.now() - 4 * HOUR_MS);
  await Promise.all([startWorker(), startWorker()]);
  const walk = await endOfWalk(dialpad, app.appId, id);
  const all = await expectAll(app);
  expect(walk).toMatchObject({ state: 'done', listed: all, recovered: all });
  const targets = listRequests(simulator).map(({ target }) => target);
  expect(new Set(targets).size).toBe(targets.length);
});

test('with a key that may not read the list it fails, and the hours are unverifiable', async () => {
  await open({ seed: 8 }, ({ limitedApiKey }) => ({ DIALPAD_API_KEY: limitedApiKey }));
  const app = await dialpad.setUpApp('No scope');
  await playCalls(20);
  const { id, from, to } = await askForWalk(dialpad, app.appId, Date.now() - 4 * HOUR_MS);
  const error = 'dialpad-forbidden (calls:list)';
  const failed = { state: 'failed', listed: 0, recovered: 0, error };
  expect(await endOfWalk(dialpad, app.appId, id)).toMatchObject(failed);
  const { hours, recovered, unexplained } = await readLedger(dialpad, app.appId);
  expect({ recovered, unexplained }).toEqual({ recovered: 0, unexplained: [] });
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const whole = hours.filter(({ hour }) => {
    const at = Date.parse(hour);
    return at >= begin && at + HOUR_MS <= end;
  });
  expect(whole.map(({ standing }) => standing)).toEqual(
    Array.from({ length: 3 }, () => 'unverifiable'),
  );
  expect(hours.some(({ standing }) => standing === 'verified')).toBe(false);

  const words = ['backfill', app.appId, '--from', from, '--to', to];
  const run = await runCli(words, { environment: cliEnvironment() });
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(error) });
});
