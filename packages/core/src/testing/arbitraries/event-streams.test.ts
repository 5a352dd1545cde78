import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CALL_STATES } from '../../domain/call-state.ts';
import { EVENT_KINDS } from '../../domain/event.ts';
import { mapEvent } from '../../use-cases/map-event.ts';
import { eventStreams } from './event-streams.ts';

test('event streams hold every kind and every call state, and all of it can be mapped', () => {
  const streams = fc.sample(eventStreams(2), { numRuns: 400, seed: 7 });
  const events = streams.flat().map(({ payload }) => mapEvent(payload)._unsafeUnwrap());

  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(EVENT_KINDS));
  const states = new Set(events.map(({ type }) => type));
  expect(CALL_STATES.filter((state) => !states.has(state))).toEqual([]);
  expect(states).toContain('teleported');
});

test('an event for a call is an event for that call, whatever else is odd in it', () => {
  const streams = fc.sample(eventStreams(2), { numRuns: 200, seed: 8 });
  const ids = streams
    .flat()
    .map(({ payload }) => mapEvent(payload)._unsafeUnwrap())
    .filter(({ kind }) => kind === 'call')
    .map(({ subjectId }) => subjectId ?? '');

  expect(ids.every((id) => /^\d+$/.test(id))).toBe(true);
  expect(ids.some((id) => BigInt(id) > 2n ** 53n)).toBe(true);
});
