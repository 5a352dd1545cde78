import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

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

const FAULTS = { reorder: 0.2, duplicate: 0.1, lateArtifactsMs: 4000 };
const CALLS = 2000;
const TEXTS = 200;
const OUTAGE_MS = 8000;
/** Dialpad sends a text again after 30 s. */
const PATIENCE_MS = 240_000;

let dialpad: DialpadStage;
afterEach(() => dialpad.close());

/** With a key that may not read Dialpad's call list: what does not come by deliveries does not come. */
async function start({ isReachable = true } = {}): Promise<TestServer> {
  const environment = { DIALPAD_API_KEY: dialpad.simulator.limitedApiKey };
  return dialpad.start({ environment, isReachable });
}

async function playAll(): Promise<void> {
  const { simulator } = dialpad;
  await Promise.all([
    playStories(simulator, { scenarios: scenarios.calls, count: CALLS, perSecond: 125 }),
    playStories(simulator, { scenarios: scenarios.texts, count: TEXTS, perSecond: 12 }),
  ]);
}

async function expectTruth(server: TestServer, app: SetUpApp): Promise<void> {
  const { simulator } = dialpad;
  await simulator.settled();
  const { events, acknowledged, lost } = simulator.deliveries();
  expect({ acknowledged, lost }).toEqual({ acknowledged: events, lost: 0 });
  await waitUntilProcessed({ client: server.client, appId: app.appId, limitMs: 60_000 });

  const truth = simulator.truth();
  expect(truth.calls.length).toBeGreaterThanOrEqual(CALLS);
  expect(truth.messages.length).toBeGreaterThanOrEqual(TEXTS);
  expect(truth.voicemails.length).toBeGreaterThanOrEqual(CALLS / scenarios.calls.length);
  expect(compareTruth(await readRecords(server.client, app), truth)).toEqual([]);

  const { recovered, inferred } = await readLedger(dialpad, app.appId);
  expect({ recovered, inferred }).toEqual({ recovered: 0, inferred: 0 });
  const lists = simulator.requests().filter(({ target }) => /^\/api\/v2\/call\b/.test(target));
  expect(new Set(lists.map(({ status }) => status))).toEqual(new Set([403]));
}

test(
  '2,000 calls, overtaken, repeated and late, are here as they were',
  async () => {
    dialpad = await openDialpadStage({ seed: 41, faults: FAULTS });
    const server = await start();
    const app = await dialpad.setUpApp('Truth');
    await playAll();
    await expectTruth(server, app);
  },
  PATIENCE_MS,
);

test(
  'and with the server dead for 8 s in the middle: what Dialpad sends again is enough',
  async () => {
    dialpad = await openDialpadStage({ seed: 43, faults: FAULTS });
    const { simulator, balancer } = dialpad;
    const first = await start();
    const app = await dialpad.setUpApp('Outage');
    const playing = playAll();
    await waitFor('some of the traffic', () => simulator.deliveries().acknowledged > CALLS);

    first.kill('SIGKILL');
    balancer.pointTo(null);
    const [second] = await Promise.all([
      start({ isReachable: false }),
      delay(OUTAGE_MS),
      first.exit,
    ]);
    balancer.pointTo(second.port);

    await playing;
    const { events, attempts } = simulator.deliveries();
    expect(attempts).toBeGreaterThan(events * 1.3);
    await expectTruth(second, app);
  },
  PATIENCE_MS,
);
