import { type Flow, flows, freshFlow } from '@dialpad-cti/core/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newDialpadIds } from './cli/send/new-dialpad-ids.ts';
import type { ApiClient, Row, Tenant } from './testing/api-client.test.support.ts';
import {
  compareRecords,
  type Records,
  readRecords,
} from './testing/compare-records.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { playFlows } from './testing/play-flows.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

let stage: Stage;
let client: ApiClient;
beforeAll(async () => {
  stage = await openStage();
  ({ client } = await stage.start());
});
afterAll(() => stage.close());

async function play(tenant: Tenant, played: readonly Flow[]): Promise<void> {
  await playFlows({ client, tenant, flows: played, atOnce: 4, onDelivered: () => {} });
  await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 60_000 });
}

function expectOnly(records: Records, played: readonly Flow[]): void {
  const expected = played.map((flow) => flow.expected);
  expect(records.calls).toHaveLength(expected.flatMap(({ calls }) => calls).length);
  expect(records.messages).toHaveLength(expected.flatMap(({ messages }) => messages).length);
  expect(records.voicemails).toHaveLength(expected.flatMap(({ voicemails }) => voicemails).length);
}

const wordsOf = (events: readonly Row[]): readonly string[] =>
  [...new Set(events.map(({ kind, type }) => `${String(kind)} ${String(type)}`))].toSorted();

describe('every flow comes out of the API as its expected records say', () => {
  for (const flow of flows) {
    test(flow.name, async () => {
      const tenant = await client.createTenant(flow.name);
      await play(tenant, [flow]);
      const records = await readRecords(client, tenant);
      expect(compareRecords(records, flow.expected)).toEqual([]);
      expectOnly(records, [flow]);

      const events = await client.list(`/internal/events?app_id=${tenant.appId}`, 'operator');
      const expected = flow.expected.events.map(({ kind, type }) => `${kind} ${type}`);
      expect(wordsOf(events)).toEqual([...new Set(expected)].toSorted());
      expect(events.every(({ state }) => state === 'done')).toBe(true);
      const deliveries = events.reduce((sum, event) => sum + Number(event['deliveries']), 0);
      expect(deliveries).toBe(flow.events.length);
    });
  }

  test('and all of them together, at another time and with other ids', async () => {
    const tenant = await client.createTenant('All flows');
    const newId = newDialpadIds(Date.now());
    const fresh = flows.map((flow) => freshFlow(flow, { now: Date.now(), newId }));
    await play(tenant, fresh);
    const records = await readRecords(client, tenant);
    expect(fresh.flatMap(({ expected }) => compareRecords(records, expected))).toEqual([]);
    expectOnly(records, fresh);
  });
});
