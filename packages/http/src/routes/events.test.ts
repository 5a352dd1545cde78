import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  type Rig,
  type Tenant,
} from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('First');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const rowsOf = (answer: Json) => answer['data'] as Json[];

describe('the operator', () => {
  test('sees the queue and every event with how far it came, and no payload', async () => {
    await rig.deliver(tenant, {
      call_id: 77,
      state: 'ringing',
      event_timestamp: 1_790_000_000_000,
    });
    const queue = await jsonOf(await rig.operator('/internal/queue'));
    expect(queue).toEqual({
      success: true,
      data: {
        pending: expect.any(Number),
        retrying: 0,
        dead: 0,
        quarantined: 0,
        unrouted: 0,
        oldest_pending_ms: expect.any(Number),
        received_per_minute: expect.any(Number),
        processed_per_minute: 0,
      },
    });
    expect((queue['data'] as Json)['pending']).toBeGreaterThan(0);
    const query = `app_id=${tenant.appId}&state=pending&kind=call&received_after=2026-01-01T00:00:00+02:00`;
    const events = await jsonOf(await rig.operator(`/internal/events?${query}`));
    expect(rowsOf(events)[0]).toMatchObject({
      app_id: tenant.appId,
      source: 'webhook',
      kind: 'call',
      type: 'ringing',
      state: 'pending',
      attempts: 0,
      deliveries: 1,
      last_error: null,
    });
    expect(JSON.stringify(events)).not.toContain('payload');
    for (const filter of ['received_before=2020-01-01T00:00:00Z', 'reason=failed', 'hook_id=x']) {
      const none = await rig.operator(`/internal/events?${filter}`);
      expect(rowsOf(await jsonOf(none))).toEqual([]);
    }
  });

  test('sees an event by its id, and its payload on request, which leaves a trace', async () => {
    const payload =
      '{"call_id":78,"state":"ringing","event_timestamp":1790000000000,"é":"\\u0000"}';
    await rig.deliver(tenant, payload);
    const [event] = rowsOf(await jsonOf(await rig.operator('/internal/events?limit=1')));
    const path = `/internal/events/${String(event?.['id'])}`;
    expect(await jsonOf(await rig.operator(path))).toEqual({ success: true, data: event });
    const shown = await jsonOf(await rig.operator(`${path}?payload=true`));
    expect(shown).toEqual({ success: true, data: { ...event, payload: { text: payload } } });
    const log = await rig.operator('/internal/audit?action=event.payload-shown');
    expect(rowsOf(await jsonOf(log))).toMatchObject([
      { actor: 'operator', app_id: tenant.appId, subject_id: event?.['id'], count: 1 },
    ]);
    for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%00']) {
      for (const query of ['', '?payload=true']) {
        const answer = await rig.operator(`/internal/events/${id}${query}`);
        expect(await refusal(answer)).toEqual([404, 'not-found']);
      }
    }
  });

  test.each([
    ['?state=set_aside', '/query/state'],
    ['?reason=because', '/query/reason'],
    ['?kind=x', '/query/kind'],
    ['?hook_id=a%20b', '/query/hook_id'],
    ['?app_id=x', '/query/app_id'],
    ['?received_after=now', '/query/received_after'],
    ['?payload=true', '/query/payload'],
    ['/00000000-0000-7000-8000-000000000000?payload=yes', '/query/payload'],
  ])('cannot see events with %s', async (rest, pointer) => {
    const answer = await rig.operator(`/internal/events${rest}`);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
  });
});
