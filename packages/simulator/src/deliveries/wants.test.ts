import { describe, expect, test } from 'vitest';

import type { SimSubscription, SubscriptionKind } from '../world.ts';
import { wants } from './wants.ts';

const USER = { id: 5790123456784384, type: 'user' };
const CENTRE = { id: 4873920165748736, type: 'call_center' };

type Options = SimSubscription['options'];

function isWanted(kind: SubscriptionKind, options: Options, payload: object): boolean {
  const subscription = { id: '1', kind, endpointId: '2', enabled: true, options };
  return wants(subscription, { kind, payload: { ...payload }, story: 1 });
}

describe('a subscription', () => {
  test('that is off asks for nothing', () => {
    const off = { id: '1', kind: 'call', endpointId: '2', enabled: false, options: {} } as const;
    expect(wants(off, { kind: 'call', payload: { state: 'ringing' }, story: 1 })).toBe(false);
  });

  test('asks for events of its own kind alone', () => {
    const calls = { id: '1', kind: 'call', endpointId: '2', enabled: true, options: {} } as const;
    expect(wants(calls, { kind: 'sms', payload: {}, story: 1 })).toBe(false);
  });

  test.each([
    [{ target_id: '5790123456784384', target_type: 'user' }, USER, true],
    [{ target_id: 5790123456784384, target_type: 'user' }, USER, true],
    [{ target_id: '5790123456784384', target_type: 'office' }, USER, false],
    [{ target_id: '6012345678905344', target_type: 'user' }, USER, false],
    [{ target_id: '4873920165748736', target_type: 'callcenter' }, CENTRE, true],
    [{ target_id: null, target_type: null }, USER, true],
    [{ target_id: '5790123456784384', target_type: 'user' }, null, false],
  ])('with %j and an event of %j: %j', (options, target, isExpected) => {
    expect(isWanted('call', options, { state: 'ringing', target })).toBe(isExpected);
  });
});

describe('of calls', () => {
  test.each([
    [{}, 'ringing', true],
    [{ call_states: [] }, 'ringing', true],
    [{ call_states: ['all'] }, 'recap_summary', true],
    [{ call_states: ['hangup', 'ringing'] }, 'ringing', true],
    [{ call_states: ['hangup'] }, 'ringing', false],
  ])('with %j and %s: %j', (options, state, isExpected) => {
    expect(isWanted('call', options, { state, target: USER })).toBe(isExpected);
  });

  test.each([
    [{ target: CENTRE, group_id: null }, true],
    [{ target: USER, group_id: 'CallCenter:4873920165748736' }, true],
    [{ target: USER, group_id: null }, false],
  ])('of groups only, and %j: %j', (payload, isExpected) => {
    const options = { group_calls_only: true };
    expect(isWanted('call', options, { state: 'ringing', ...payload })).toBe(isExpected);
  });
});

describe('of texts', () => {
  const INBOUND = { direction: 'inbound', message_status: 'pending', is_internal: false };

  test.each([
    [{ direction: 'all' }, {}, true],
    [{ direction: 'inbound' }, {}, true],
    [{ direction: 'outbound' }, {}, false],
    [{ direction: 'outbound' }, { direction: 'outbound' }, true],
    [{ direction: 'all' }, { is_internal: true }, false],
    [{ direction: 'all', include_internal: true }, { is_internal: true }, true],
    [{ direction: 'all' }, { message_status: 'sent' }, false],
    [{ direction: 'all', status: false }, { message_status: 'delivered' }, false],
    [{ direction: 'all', status: true }, { message_status: 'failed' }, true],
    [{ direction: 'all', status: true }, {}, true],
  ])('with %j and one that is %j: %j', (options, payload, isExpected) => {
    expect(isWanted('sms', options, { ...INBOUND, ...payload })).toBe(isExpected);
  });
});

test.each([
  ['shared', 'shared', true],
  ['local', 'shared', false],
])('of %s contacts, and a %s one: %j', (wanted, type, isExpected) => {
  expect(isWanted('contact', { contact_type: wanted }, { contact: { type } })).toBe(isExpected);
});

test('of agent status and the change log: all', () => {
  expect(isWanted('agent_status', { agent_type: 'callcenter' }, { target: USER })).toBe(true);
  expect(isWanted('changelog', {}, { target: CENTRE })).toBe(true);
});
