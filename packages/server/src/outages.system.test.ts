import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, type TestContext, test } from 'vitest';

import { compareListed } from './testing/compare-listed.test.support.ts';
import { readRecords } from './testing/compare-records.test.support.ts';
import { compareTruth } from './testing/compare-truth.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { playStories } from './testing/play-stories.test.support.ts';
import { readLedger } from './testing/read-ledger.test.support.ts';
import { scenarios } from './testing/scenarios.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';
import { askForWalk, endOfWalk } from './testing/walks.test.support.ts';

const OUTAGE_MS = 60_000;
/** The promise: so long after it can be had, every concluded call is as it was. */
const WITHIN_MS = 5 * 60_000;
const PATIENCE_MS = WITHIN_MS + 3 * OUTAGE_MS;
const HOUR_MS = 3_600_000;
const LOOK_MS = 2000;
const STORIES = 320;

/**
 * Stories are told faster than they happened. One of more than ten minutes would begin before what a walk
 * of every two minutes looks at; in its own time its first leg would have been walked long before.
 */
const LONG = '14-callcenter-callback';
const calls = scenarios.calls.filter((name) => name !== LONG);
const SPEED = 30;

interface Scene {
  readonly dialpad: DialpadStage;
  readonly server: TestServer;
  readonly app: SetUpApp;
}

async function open(
  { onTestFinished }: TestContext,
  options: Parameters<typeof openDialpadStage>[0],
): Promise<Scene> {
  const dialpad = await openDialpadStage(options);
  onTestFinished(() => dialpad.close());
  const server = await dialpad.start();
  return { dialpad, server, app: await dialpad.setUpApp('Recovered') };
}

/** Nothing that Dialpad lists is lacking or differs, and it was not asked more than it allows. */
async function expectRecovered({ dialpad, server, app }: Scene): Promise<void> {
  const { simulator } = dialpad;
  await waitUntilProcessed({ client: server.client, appId: app.appId, limitMs: 60_000 });
  const records = await readRecords(server.client, app);
  expect(compareListed(records, simulator.truth())).toEqual([]);

  // Another look finds nothing more, and nothing that it cannot explain.
  const { id } = await askForWalk(dialpad, app.appId, Date.now() - 2 * HOUR_MS);
  expect(await endOfWalk(dialpad, app.appId, id)).toMatchObject({ state: 'done', recovered: 0 });
  const { recovered, inferred, unexplained } = await readLedger(dialpad, app.appId);
  expect({ inferred, unexplained }).toEqual({ inferred: 0, unexplained: [] });
  expect(recovered).toBeGreaterThan(STORIES / 20);
  const refused = simulator.requests().filter(({ status }) => status >= 400);
  expect(refused).toEqual([]);
}

const secondsSince = (then: number): number => Math.round((performance.now() - then) / 1000);

/** Until nothing is lacking any more, or the time is over (of the process's clock): what is lacking then. */
async function untilListed(
  { dialpad, server, app }: Scene,
  deadline: number,
): Promise<readonly string[]> {
  for (;;) {
    const records = await readRecords(server.client, app);
    const differences = compareListed(records, dialpad.simulator.truth());
    if (differences.length === 0 || performance.now() > deadline) return differences;
    await delay(LOOK_MS);
  }
}

describe.concurrent('every concluded call is as Dialpad lists it within five minutes', () => {
  test('of the end of an outage of 60 s', { timeout: PATIENCE_MS }, async (context) => {
    const before = await open(context, { seed: 60, faults: { reorder: 0.2, duplicate: 0.1 } });
    const { dialpad, app } = before;
    const { simulator, balancer } = dialpad;
    const playing = Promise.all([
      playStories(simulator, { scenarios: calls, count: STORIES, perSecond: 4, speed: SPEED }),
      playStories(simulator, { scenarios: scenarios.texts, count: 40, perSecond: 0.5 }),
    ]);
    await waitFor('some of the traffic', () => simulator.deliveries().acknowledged > STORIES / 5);

    before.server.kill('SIGKILL');
    balancer.pointTo(null);
    await before.server.exit;
    await Promise.all([
      delay(OUTAGE_MS),
      playStories(simulator, { scenarios: [LONG], count: 10, perSecond: 1 }),
    ]);
    const after = { ...before, server: await dialpad.start() };
    const backAt = performance.now();

    await playing;
    await waitFor('the ends of all stories', () => simulator.truth().unfinished === 0);
    expect(await untilListed(after, backAt + WITHIN_MS)).toEqual([]);
    console.info(`${secondsSince(backAt)} s after an outage`);

    await simulator.settled();
    expect(simulator.deliveries().lost).toBeGreaterThan(STORIES);
    await expectRecovered(after);
    // Of texts there is no list. It takes none: Dialpad sends them again for hours.
    const { messages } = await readRecords(after.server.client, app);
    const truth = { ...simulator.truth(), calls: [], voicemails: [] };
    expect(compareTruth({ messages, calls: [], voicemails: [] }, truth)).toEqual([]);
  });

  test('while every tenth delivery is lost', { timeout: PATIENCE_MS }, async (context) => {
    const faults = { reorder: 0.2, duplicate: 0.1, drop: 0.1 };
    const scene = await open(context, { seed: 10, faults });
    const { simulator } = scene.dialpad;
    const begunAt = performance.now();
    await playStories(simulator, { scenarios: calls, count: STORIES, perSecond: 8, speed: SPEED });
    await simulator.settled();
    const toldAt = performance.now();
    const { events, dropped } = simulator.deliveries();
    expect(dropped).toBeGreaterThan(events * 0.05);

    expect(await untilListed(scene, begunAt + WITHIN_MS)).toEqual([]);
    console.info(`${secondsSince(toldAt)} s after the last of the deliveries that were not lost`);
    await expectRecovered(scene);
  });
});
