import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jsonOf, openRig, type Rig } from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const turn = (appId: string, way: 'activate' | 'deactivate') =>
  rig.operator(`/internal/apps/${appId}/${way}`, {});
const event = (id: number) => ({ call_id: id, state: 'calling', event_timestamp: Date.now() });

describe('an app', () => {
  test('that is deactivated opens nothing and loses nothing', async () => {
    const tenant = await rig.createTenant('Paused');
    const answer = await turn(tenant.appId, 'deactivate');
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toEqual({
      success: true,
      data: {
        app_id: tenant.appId,
        name: 'Paused',
        is_active: false,
        created_at: expect.any(String),
      },
    });
    expect((await rig.api(tenant, '/api/calls')).status).toBe(401);
    expect((await rig.deliver(tenant, event(1))).status).toBe(200);
    await rig.processAll();

    const active = await jsonOf(await turn(tenant.appId, 'activate'));
    expect(active['data']).toMatchObject({ is_active: true });
    await rig.processAll();
    const calls = await jsonOf(await rig.api(tenant, '/api/calls'));
    expect(calls['data']).toMatchObject([{ dialpad_call_id: '1' }]);
  });

  test('leaves one trace of each turn, and none of a turn to where it is', async () => {
    const tenant = await rig.createTenant('Turned');
    for (const way of ['activate', 'deactivate', 'deactivate', 'activate'] as const) {
      expect((await turn(tenant.appId, way)).status).toBe(200);
    }
    const answer = await rig.operator(`/internal/audit?app_id=${tenant.appId}`);
    const entries = (await jsonOf(answer))['data'] as { action: string; subject_id: string }[];
    expect(entries.map(({ action }) => action)).toEqual([
      'app.activated',
      'app.deactivated',
      'webhook.created',
      'api-key.created',
      'app.created',
    ]);
    expect(entries[0]?.subject_id).toBe(tenant.appId);
  });

  test.each(['00000000-0000-7000-8000-000000000000', 'nobody', '%00', '1'])(
    'cannot be turned when it is %s',
    async (appId) => {
      for (const way of ['activate', 'deactivate'] as const) {
        expect(await refusal(await turn(appId, way))).toEqual([404, 'not-found']);
      }
    },
  );
});
