import { flows } from '@dialpad-cti/core/fixtures';
import { test } from 'vitest';
import { readRecords } from './testing/compare-records.test.support.ts';
import { compareTruth } from './testing/compare-truth.test.support.ts';
import { openDialpadStage } from './testing/open-dialpad-stage.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const callScenarios = flows.filter(({ kind }) => kind === 'call').map(({ name }) => name);
test('probe', async () => {
  const dialpad = await openDialpadStage({ seed: 41, faults: { drop: 1 } });
  const { simulator } = dialpad;
  const server = await dialpad.start();
  const tenant = await dialpad.setUpApp('Truth');
  const names = new Map<string,string>();
  for (const n of callScenarios) for (const id of simulator.play(n, { speed: Infinity }).callIds) names.set(id, n);
  await simulator.settled();
  const path = `/internal/apps/${tenant.appId}/backfills`;
  const walk = async () => {
  const made = await dialpad.operate('POST', path, { from: new Date(Date.now() - 7200000).toISOString(), to: new Date(Date.now() - 100).toISOString() });
  const id = (made.body['data'] as any).id;
  await waitFor('done', async () => (((await dialpad.operate('GET', `${path}/${id}`)).body['data'] as any).state === 'done'));
  console.log((await dialpad.operate('GET', `${path}/${id}`)).body);
  await waitUntilProcessed({ client: server.client, appId: tenant.appId, limitMs: 60_000 });
  };
  await walk(); await walk();
  const records = await readRecords(server.client, { ...tenant, hookSecret: '' });
  console.log(records.calls.length, records.messages.length, records.voicemails.length, simulator.truth().calls.length);
  const lines = compareTruth(records, simulator.truth());
  for (const l of lines) { const id = l.split(' ')[1]!; console.log(names.get(id)?.slice(0, 25), l.slice(16).slice(0, 700)); }
  console.log(JSON.stringify(await dialpad.operate('GET', `/internal/apps/${tenant.appId}/ledger`), null, 1).slice(0, 3000));
  await dialpad.close();
}, 200_000);
