import { flows } from '@dialpad-cti/core/fixtures';
import { expect, test } from 'vitest';

import { readRecords } from './testing/compare-records.test.support.ts';
import { compareTruth } from './testing/compare-truth.test.support.ts';
import { openDialpadStage } from './testing/open-dialpad-stage.test.support.ts';
import { playStories } from './testing/play-stories.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

const callScenarios = flows.filter(({ kind }) => kind === 'call').map(({ name }) => name);
const textScenarios = flows.filter(({ kind }) => kind === 'message').map(({ name }) => name);
const FAULTS = { reorder: 0.2, duplicate: 0.1, lateArtifactsMs: 4000 };

test('2,000', async () => {
  const dialpad = await openDialpadStage({ seed: 41, faults: FAULTS });
  const { simulator } = dialpad;
  const server = await dialpad.start({ environment: { DIALPAD_API_KEY: simulator.limitedApiKey } });
  const tenant = await dialpad.setUpApp('Truth');
  const t0 = Date.now();
  await Promise.all([
    playStories(simulator, { scenarios: callScenarios, count: 2000, perSecond: 100 }),
    playStories(simulator, { scenarios: textScenarios, count: 200, perSecond: 10 }),
  ]);
  console.log('played', Date.now() - t0, simulator.deliveries());
  await simulator.settled();
  console.log('settled', Date.now() - t0, simulator.deliveries());
  await waitUntilProcessed({ client: server.client, appId: tenant.appId, limitMs: 60_000 });
  console.log('processed', Date.now() - t0);
  const records = await readRecords(server.client, { ...tenant, hookSecret: '' });
  console.log(records.calls.length, records.messages.length, records.voicemails.length);
  console.log(compareTruth(records, simulator.truth()).slice(0, 20));
  const ev = await server.client.list(`/internal/events?app_id=${tenant.appId}`, 'operator');
  console.log(Map.groupBy(ev, (e) => e.source + ' ' + e.kind).entries().map(([k, v]) => [k, v.length]).toArray());
  await dialpad.close();
}, 200_000);
