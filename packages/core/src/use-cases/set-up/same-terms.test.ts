import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CALL_STATES } from '../../domain/call-state.ts';
import { isSameTerms } from './same-terms.ts';

const call = (callStates: readonly string[]) => ({ kind: 'call', callStates }) as const;

test('states are a set', () => {
  const states = fc.subarray([...CALL_STATES].slice(1, 12), { minLength: 1 });
  fc.assert(
    fc.property(states, states, (one, other) => {
      expect(isSameTerms(call(one), call([...one, ...one].reverse()))).toBe(true);
      const isSame = one.length === other.length && one.every((state) => other.includes(state));
      expect(isSameTerms(call(one), call(other))).toBe(isSame);
    }),
  );
});

test('all is every state, however it is written, and none is not', () => {
  const every = CALL_STATES.filter((state) => state !== 'unknown' && state !== 'eavesdrop');
  expect(isSameTerms(call(['all']), call(['hangup', 'all']))).toBe(true);
  expect(isSameTerms(call(['all']), call(every))).toBe(true);
  expect(isSameTerms(call(['all']), call([...every, 'a new one']))).toBe(true);
  expect(isSameTerms(call(['all']), call(every.slice(1)))).toBe(false);
  expect(isSameTerms(call(['all']), call([]))).toBe(false);
});

test('terms of other kinds are the same when all is', () => {
  const sms = { kind: 'sms', direction: 'all', status: true, includeInternal: true } as const;
  expect(isSameTerms(sms, { ...sms })).toBe(true);
  expect(isSameTerms(sms, { ...sms, direction: 'inbound' })).toBe(false);
  expect(isSameTerms(sms, { ...sms, status: false })).toBe(false);
  expect(isSameTerms(sms, { ...sms, includeInternal: false })).toBe(false);
  expect(isSameTerms({ kind: 'agent_status' }, { kind: 'agent_status' })).toBe(true);
  expect(isSameTerms({ kind: 'agent_status' }, call(['all']))).toBe(false);
});
