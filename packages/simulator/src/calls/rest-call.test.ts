import { flows, type Payload } from '@dialpad-cti/core/fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { restCall } from './rest-call.ts';

const callFlows = flows.filter(({ kind }) => kind === 'call');

/** The events of each leg, in order of arrival. */
function legsOf(events: readonly Payload[]): readonly (readonly Payload[])[] {
  return [...Map.groupBy(events, (event) => event['call_id']).values()];
}

function legOf(number: string): readonly Payload[] {
  const flow = callFlows.find(({ name }) => name.startsWith(`${number}-`));
  return legsOf(flow?.events ?? [])[0] ?? [];
}

/** All values of an object, at any depth, by their last key. */
function leaves(value: unknown, key = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[key, value]];
  return Object.entries(value).flatMap(([inner, one]) => leaves(one, inner));
}

describe('a call by REST', () => {
  test('is written out, for a call with a recording', () => {
    expect(restCall(legOf('01'))).toEqual({
      call_id: '5284719603847168',
      contact: { id: '6101928374656512', type: 'local', name: 'Dana Reyes', phone: '+14155550201' },
      date_connected: '1788274807200',
      date_ended: '1788274994200',
      date_rang: '1788274800150',
      date_started: '1788274800000',
      direction: 'inbound',
      duration: '187000.031',
      event_timestamp: '1788275106420',
      external_number: '+14155550201',
      hold_time: '0',
      internal_number: '+14155550111',
      is_transferred: false,
      mos_score: 4.38,
      recording_details: [
        {
          id: '5601928374651904',
          url: 'https://dialpad.com/r/5601928374651904',
          duration: '186512',
          recording_type: 'callrecording',
          start_time: '1788274807480',
        },
      ],
      state: 'hangup',
      talk_time: '187000.031',
      target: {
        id: '5790123456784384',
        type: 'user',
        name: 'Ava Lindqvist',
        phone: '+14155550111',
        email: 'ava.lindqvist@harborview.example',
      },
      total_duration: '194200.294',
      was_recorded: true,
    });
  });

  test('has a share link in place of the link of a voicemail', () => {
    const rest = restCall(legOf('03'));
    expect(rest['voicemail_share_link']).toBe('https://dialpad.com/v/4688201937465344');
    expect(rest).not.toHaveProperty('voicemail_link');
    expect(rest['transcription_text']).toEqual(expect.any(String));
    expect(rest).not.toHaveProperty('date_connected');
  });

  test('names groups without an underscore', () => {
    expect(restCall(legOf('08'))['target']).toMatchObject({ type: 'callcenter' });
    expect(restCall(legOf('08'))['operator_call_id']).toBe('5330294817562624');
  });

  test.each(callFlows)(
    '$name: nothing empty, no long number, nothing that REST does not tell',
    (flow) => {
      for (const leg of legsOf(flow.events)) {
        const rest = restCall(leg);
        for (const [key, value] of leaves(rest)) {
          expect([null, '']).not.toContain(value);
          if (typeof value === 'number') expect(key).toBe('mos_score');
          expect(['office_id', 'recap_summary', 'call_dispositions', 'date_queued']).not.toContain(
            key,
          );
        }
        expect(Object.values(rest)).not.toContainEqual([]);
        expect(Object.values(rest)).not.toContainEqual({});
      }
    },
  );

  test.each(callFlows)('$name: is the same in whatever order its events came', (flow) => {
    for (const leg of legsOf(flow.events)) {
      const shuffles = fc.shuffledSubarray([...leg], { minLength: leg.length });
      fc.assert(
        fc.property(shuffles, (shuffled) => {
          expect(restCall(shuffled)).toEqual(restCall(leg));
        }),
        { numRuns: 20 },
      );
    }
  });

  test.each(callFlows)('$name: says what the records must come to', (flow) => {
    for (const leg of legsOf(flow.events)) {
      const rest = restCall(leg);
      const record = flow.expected.calls.find((one) => one.dialpad_call_id === rest['call_id']);
      const timeOf = (field: string) =>
        rest[field] === undefined ? null : new Date(Number(rest[field])).toISOString();
      expect(record).toMatchObject({
        direction: rest['direction'],
        external_number: rest['external_number'],
        started_at: timeOf('date_started'),
        ended_at: timeOf('date_ended'),
      });
      expect(rest['state']).toBe('hangup');
    }
  });

  test('tells an amount again only when it is known', () => {
    const told = { call_id: 1, state: 'hangup', talk_time: 500, event_timestamp: 1 };
    const silent = { call_id: 1, state: 'csat', talk_time: 0, duration: 0, event_timestamp: 2 };
    expect(restCall([told, silent])).toEqual({
      call_id: '1',
      state: 'hangup',
      talk_time: '500',
      duration: '0',
      event_timestamp: '2',
    });
  });
});
