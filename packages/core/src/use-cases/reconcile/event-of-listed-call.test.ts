import { describe, expect, test } from 'vitest';

import type { DialpadCall } from '../../domain/dialpad.ts';
import { RECONCILIATION_HOOK_ID } from '../../domain/hook.ts';
import { callView } from '../call-view.ts';
import { foldCall } from '../fold-call.ts';
import { mapEvent } from '../map-event.ts';
import { eventOfListedCall } from './event-of-listed-call.ts';

const STARTED = Date.UTC(2026, 8, 1, 12);
const ENDED = STARTED + 60_000;

describe('the event of a listed call', () => {
  test('speaks of the call at its end, before any event that tells of it', () => {
    const { event, facts } = eventOf({ event_timestamp: `${ENDED + 90_000}` });
    expect(event).toMatchObject({
      appId: 'an app',
      hookId: RECONCILIATION_HOOK_ID,
      kind: 'call',
      type: 'hangup',
      subjectId: '9007199254740993',
      occurredAt: ENDED,
    });
    expect(facts).toMatchObject({ startedAt: STARTED, endedAt: ENDED });
    expect(callView(facts)).toMatchObject({ outcome: 'missed', state: 'hangup' });
  });

  test('reads the same out of its payload as anybody who folds it', () => {
    const { event, facts } = eventOf();
    const mapped = mapEvent(event.payload)._unsafeUnwrap();
    expect(mapped).toMatchObject({ kind: 'call', call: facts });
    expect(mapped.dialpadEventId).toBe(event.dialpadEventId);
  });

  test('keeps the word for an end that the call has, and takes hangup for all others', () => {
    for (const [state, kept] of [
      ['missed', 'missed'],
      ['voicemail', 'voicemail'],
      ['blocked', 'blocked'],
      ['recording', 'recording'],
      ['connected', 'hangup'],
      ['admin', 'hangup'],
      ['a state of tomorrow', 'hangup'],
      [undefined, 'hangup'],
      [7, 'hangup'],
    ]) {
      const { event, facts } = eventOf({ state });
      expect([state, event.type]).toEqual([state, kept]);
      expect(callView(facts).outcome).not.toBeNull();
    }
  });

  test('without an end time is a hangup, unless its state says that it goes on', () => {
    for (const state of ['hangup', 'missed', 'recording', 'admin', 'of tomorrow', undefined, 7]) {
      expect(eventOf({ state, date_ended: null }).event.type).toBe('hangup');
    }
  });

  // The list is said to hold concluded calls only. Should it hold a live one, its end here would be for
  // good, with the call going on; left out, it is ended by its own events or by the next walk.
  test('is null for a call that goes on: a live state, and no end', () => {
    for (const state of ['calling', 'ringing', 'queued', 'hold', 'parked', 'connected', 'merged']) {
      for (const date_ended of [undefined, null, '0', 0]) {
        const json = JSON.stringify({ call_id: '1', state, date_started: STARTED, date_ended });
        expect(eventOfListedCall(listedAs({ ...CALL, endedAt: null, json }))).toBeNull();
      }
      expect(eventOf({ state }).event.type).toBe('hangup');
    }
  });

  test('without an end time stands at the latest of its own dates', () => {
    const { event, facts } = eventOf({ date_ended: undefined, event_timestamp: `${ENDED}` });
    expect(event.occurredAt).toBe(STARTED);
    expect(callView(facts)).toMatchObject({ ended_at: null });
  });

  test('is the same text for the same answer, however its members stand and nest', () => {
    const one = eventOf({ labels: ['a'], custom_data: 'x', target: { id: '1', name: 'n' } });
    const other = eventOf({ target: { name: 'n', id: '1' }, custom_data: 'x', labels: ['a'] });
    expect(other.event).toEqual(one.event);
    expect(eventOf({ labels: ['b'] }).event.payload).not.toBe(one.event.payload);
  });

  test('leaves out the parties that are known already, and tells of the others', () => {
    const parties = Object.fromEntries(
      ['target', 'contact', 'entry_point_target', 'proxy_target'].map((name) => [
        name,
        { id: '5001', name: `listed ${name}` },
      ]),
    );
    const told = mapEvent(
      JSON.stringify({
        call_id: '9007199254740993',
        state: 'ringing',
        event_timestamp: STARTED,
        target: { id: 5001, type: 'user', name: 'Ben Okafor', office_id: 7 },
        proxy_target: { id: 5002, type: 'department', name: 'Sales' },
      }),
    )._unsafeUnwrap();
    const known = told.kind === 'call' ? told.call : null;
    const { facts } = eventOf(parties, known);
    expect(Object.keys(facts.values)).toEqual(
      expect.arrayContaining(['contact', 'entryPointTarget']),
    );
    expect(facts.values).not.toHaveProperty('target');
    expect(facts.values).not.toHaveProperty('proxyTarget');
    expect(known && callView(foldCall([known, facts])).target?.office_id).toBe('7');
  });

  test('keeps whole numbers beyond 2^53, and text of any kind', () => {
    const json = '{"call_id":9007199254740993,"date_ended":0,"operator_call_id":9007199254740995}';
    const bare = eventOfListedCall(listedAs({ ...CALL, json }));
    expect(bare?.facts.values.operatorCallId).toBe('9007199254740995');
    const { facts } = eventOf({ custom_data: 'nul \u0000, half \ud800, "quoted"' });
    expect(facts.values.customData).toBe('nul \ufffd, half \ufffd, "quoted"');
  });

  test('is null for what is no call', () => {
    for (const json of ['', 'no JSON', '[]', '1', '['.repeat(100)]) {
      expect(eventOfListedCall(listedAs({ ...CALL, json }))).toBeNull();
    }
    expect(eventOfListedCall(listedAs({ ...CALL, callId: '' }))).toBeNull();
  });
});

const CALL: DialpadCall = {
  callId: '9007199254740993',
  startedAt: STARTED,
  endedAt: ENDED,
  json: '{}',
};

type Known = Parameters<typeof eventOfListedCall>[0]['known'];

function listedAs(call: DialpadCall, known: Known = null) {
  return { appId: 'an app', hookId: RECONCILIATION_HOOK_ID, call, known };
}

function eventOf(more: object = {}, known: Known = null) {
  const json = JSON.stringify({
    call_id: CALL.callId,
    state: 'hangup',
    direction: 'inbound',
    date_started: `${STARTED}`,
    date_rang: `${STARTED}`,
    date_ended: `${ENDED}`,
    ...more,
  });
  const told = eventOfListedCall(listedAs({ ...CALL, json }, known));
  if (told === null) throw new Error('the listed call cannot be read');
  return told;
}
