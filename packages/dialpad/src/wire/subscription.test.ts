import { expect, test } from 'vitest';

import { subscriptionOfKind } from './subscription.ts';
import { subscriptionBody } from './subscription-body.ts';

test('a subscription of one target, with its webhook inside', () => {
  const read = subscriptionOfKind('call').parse({
    id: 12,
    call_states: ['hangup', 'a state of tomorrow'],
    enabled: false,
    target_type: 'callcenter',
    target_id: '34',
    webhook: { id: '56', hook_url: 'x', signature: { secret: 'y' } },
  });
  expect(read).toEqual({
    id: '12',
    terms: { kind: 'call', callStates: ['hangup', 'a state of tomorrow'] },
    enabled: false,
    webhookId: '56',
    target: { type: 'callcenter', id: '34' },
  });
});

test('what is not said is the least', () => {
  const least = { id: '1', enabled: true, webhookId: null, target: null };
  expect(subscriptionOfKind('call').parse({ id: 1 })).toEqual({
    ...least,
    terms: { kind: 'call', callStates: [] },
  });
  const sms = { kind: 'sms', direction: 'inbound', status: false, includeInternal: false };
  for (const direction of [undefined, null, 'sideways']) {
    const read = subscriptionOfKind('sms').parse({ id: 1, direction, websocket: { id: 2 } });
    expect(read).toEqual({ ...least, terms: sms });
  }
});

test('an id goes as a number where it is whole as one', () => {
  const idOf = (webhookId: string) =>
    subscriptionBody({ terms: { kind: 'agent_status' }, webhookId, enabled: true });
  expect(idOf('4500000000000001')).toMatchObject({ endpoint_id: 4_500_000_000_000_001 });
  expect(idOf('9223372036854775807')).toMatchObject({ endpoint_id: '9223372036854775807' });
  expect(idOf('007')).toMatchObject({ endpoint_id: '007' });
});
