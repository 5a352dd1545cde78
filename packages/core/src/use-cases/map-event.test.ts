import { describe, expect, test } from 'vitest';

import { mapEvent } from './map-event.ts';

const call = (payload: object) => {
  const event = mapEvent(
    JSON.stringify({ call_id: 5284719603847168, state: 'ringing', ...payload }),
  )._unsafeUnwrap();
  if (event.kind !== 'call') throw new Error(`mapped to ${event.kind}`);
  return event.call;
};

const message = (payload: object) => {
  const event = mapEvent(
    JSON.stringify({ id: 6095817263548416, message_status: 'sent', ...payload }),
  )._unsafeUnwrap();
  if (event.kind !== 'message') throw new Error(`mapped to ${event.kind}`);
  return event.message;
};

describe('the kind of an event shows in its shape', () => {
  test.each([
    ['call', 'ringing', { call_id: 1, state: 'ringing' }],
    ['call', 'teleported', { call_id: 1, state: 'teleported' }],
    ['agent_status', 'busy', { on_duty_status: 'busy', target: { id: 5 } }],
    ['agent_status', 'available', { availability_status: 'available' }],
    ['message', 'sent', { id: 1, message_status: 'sent' }],
    ['message', 'unknown', { id: 1, from_number: '+14155550101' }],
    ['contact', 'Created', { event: 'Created', contact: { id: 'x' } }],
    ['change_log', 'updated_ivr', { action: 'updated_ivr', changed_by: {} }],
    ['other', 'unknown', {}],
    ['other', 'ringing', { state: 'ringing' }],
    ['other', 'ringing', { call_id: 0, state: 'ringing' }],
    ['other', 'ringing', { call_id: '9'.repeat(65), state: 'ringing' }],
    ['other', 'unknown', { call_id: 1 }],
    ['other', 'unknown', { event: 'Exploded', contact: {} }],
  ])('%s, %s: %j', (kind, type, payload) => {
    expect(mapEvent(JSON.stringify(payload))._unsafeUnwrap()).toMatchObject({ kind, type });
  });
});

describe('what is no event', () => {
  test.each([
    ['payload-not-json', 'not json'],
    ['payload-not-json', ''],
    ['payload-not-json', '\uFEFF{}'],
    ['payload-not-json', '{"a":"\0"}'],
    ['payload-not-object', '1e200000'],
    ['payload-not-object', '[1]'],
    ['payload-not-object', '"x"'],
    ['payload-not-object', 'null'],
    ['payload-not-object', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['payload-too-deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['payload-too-deep', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ])('%s', (kind, payload) => {
    expect(mapEvent(payload)._unsafeUnwrapErr()).toEqual({ kind });
  });

  test('payload-not-utf8', () => {
    const bytes = Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(mapEvent(bytes)._unsafeUnwrapErr()).toEqual({ kind: 'payload-not-utf8' });
  });
});

describe('ids', () => {
  test('beyond 2^53 survive, as number and as text, wherever they stand', () => {
    const event = mapEvent(
      '{"call_id":9007199254740993,"state":"hangup","master_call_id":"9007199254740995","target":{"id":9007199254740997,"type":"user"}}',
    )._unsafeUnwrap();
    expect(event).toMatchObject({
      kind: 'call',
      subjectId: '9007199254740993',
      dialpadEventId: 'call:9007199254740993:hangup:',
      call: {
        callId: '9007199254740993',
        values: { masterCallId: '9007199254740995', target: { id: '9007199254740997' } },
      },
    });
  });

  test('a negative number is nothing, however great', () => {
    const json =
      '{"call_id":9007199254740993,"state":"hangup","operator_call_id":-9007199254740993}';
    expect(mapEvent(json)._unsafeUnwrap()).toMatchObject({ call: { values: {} } });
    expect(mapEvent(json)._unsafeUnwrap()).not.toHaveProperty('call.values.operatorCallId');
  });

  test.each([[0], ['0'], [''], [null], [[]], [{}], [-5], [1.5], [true], [1e30], ['1'.repeat(65)]])(
    '%j is nothing',
    (id) => {
      expect(call({ operator_call_id: id }).values).toEqual({});
    },
  );
});

describe('times and amounts', () => {
  test('are rounded to whole milliseconds', () => {
    const facts = call({ talk_time: 187000.531, date_started: 1788274800000.4 });
    expect(facts).toMatchObject({ talkMs: 187001, startedAt: 1788274800000 });
  });

  test('in decimal text count as numbers', () => {
    expect(call({ date_started: '1788274800000' }).startedAt).toBe(1788274800000);
  });

  test.each([[0], [null], [''], [-1], ['soon'], [{}], [1e300], [8.64e15], [946684799999]])(
    '%j is no time',
    (time) => {
      expect(call({ date_ended: time }).endedAt).toBeNull();
    },
  );

  test.each([[0], [0.2], [-5], [null], ['many'], [[]], [1e200]])('%j is no amount', (amount) => {
    expect(call({ hold_time: amount }).holdMs).toBeNull();
  });

  test('an amount beyond all numbers is nothing', () => {
    const event = mapEvent('{"call_id":1,"state":"hangup","talk_time":1e200000}')._unsafeUnwrap();
    expect(event).toMatchObject({ call: { talkMs: null } });
  });

  test.each([
    [0, undefined],
    [0.99, undefined],
    [5.01, undefined],
    [1, 1],
    [4.38, 4.38],
    ['4.4', 4.4],
  ])('a score of %j is read as %j', (score, quality) => {
    expect(call({ mos_score: score }).values.quality).toBe(quality);
  });

  test('rang at the earlier of both', () => {
    const [early, late] = [1788274800150, 1788274800310];
    expect(call({ date_rang: late, date_first_rang: early }).rangAt).toBe(early);
    expect(call({ date_rang: null, date_first_rang: late }).rangAt).toBe(late);
  });
});

describe('the clock', () => {
  test('is the time of the event and the rank of its state', () => {
    expect(call({ event_timestamp: 1788274800730 }).clock).toBe(1788274800730 * 64 + 2);
    expect(call({ state: 'hangup', event_timestamp: 1788274800730 }).clock).toBe(
      1788274800730 * 64 + 16,
    );
  });

  test('falls back to the latest of the event’s own dates', () => {
    const facts = call({ date_started: 1788274800000, date_connected: 1788274807200 });
    expect(facts.clock).toBe(1788274807200 * 64 + 2);
  });

  test('is found among any number of dates', () => {
    const dates = Array.from({ length: 150_000 }, (_, index) => [`date_${index}`, 0]);
    const facts = call({ ...Object.fromEntries(dates), date_started: 1788274800000 });
    expect(facts.clock).toBe(1788274800000 * 64 + 2);
  });

  test('is the bare rank when the event holds no date at all', () => {
    expect(call({}).clock).toBe(2);
  });
});

describe('texts', () => {
  test('lose U+0000 and lone surrogates, which no database keeps', () => {
    const event = mapEvent(
      '{"call_id":1,"state":"hangup","custom_data":"a\\u0000b","contact":{"name":"\\ud800x"}}',
    )._unsafeUnwrap();
    expect(event).toMatchObject({
      call: { values: { customData: 'a\uFFFDb', contact: { name: '\uFFFDx' } } },
    });
  });

  test('that are no numbers survive where a number should be', () => {
    expect(call({ internal_number: 'blocked' }).values.internalNumber).toBe('blocked');
  });

  test('call_center and callcenter are the same', () => {
    const types = ['call_center', 'callcenter'].map(
      (type) => call({ target: { id: 1, type } }).values.target?.type,
    );
    expect(types).toEqual(['callcenter', 'callcenter']);
  });

  test.each([
    [['Quote sent'], ['Quote sent']],
    ['Quote sent', ['Quote sent']],
    [
      [{ name: 'Quote sent' }, { disposition: 'Won' }, { label: 'Hot' }],
      ['Quote sent', 'Won', 'Hot'],
    ],
    [[null, '', 5, {}], undefined],
  ])('dispositions %j', (given, dispositions) => {
    expect(call({ call_dispositions: given }).values.dispositions).toEqual(dispositions);
  });

  test('the fields of Object’s prototype are nobody’s fields', () => {
    const event = mapEvent('{"__proto__":{"state":"hangup"},"call_id":1}')._unsafeUnwrap();
    expect(event.kind).toBe('other');
  });
});

describe('recordings', () => {
  test('are told in full, or by link alone', () => {
    const { recordings } = call({
      recording_details: [
        {
          id: 7,
          url: 'https://r/7',
          duration: 10.6,
          recording_type: 'callrecording',
          start_time: 1788275009420,
        },
        {},
        null,
      ],
      recording_url: ['https://r/8', null],
      admin_recording_urls: 'https://r/9',
    });
    const [full, byLink, admin] = recordings;
    expect(recordings).toHaveLength(3);
    expect(full).toMatchObject({
      key: '7',
      values: { id: '7', durationMs: 11, startedAt: 1788275009420 },
    });
    expect(byLink).toMatchObject({ key: 'https://r/8', values: { url: 'https://r/8' } });
    expect(admin).toMatchObject({ key: 'https://r/9', values: { type: 'admincallrecording' } });
  });
});

describe('messages', () => {
  test.each([
    [['+14155550102', '+14155550101', '+14155550101']],
    [['+14155550101', '', null, '+14155550102']],
  ])('to_number %j', (to_number) => {
    expect(message({ to_number }).toNumbers).toEqual(['+14155550101', '+14155550102']);
  });

  test('to_number may be a bare text', () => {
    expect(message({ to_number: '+14155550101' }).toNumbers).toEqual(['+14155550101']);
  });

  test('a status that we do not know ranks below all others', () => {
    expect(message({ message_status: 'beamed' }).progress.rank).toBe(0);
    expect(message({ message_status: 'success' }).progress.rank).toBe(2);
  });

  test('the other side’s number is phone_number here', () => {
    const { values } = message({ contact: { phone_number: '+14155550101' } });
    expect(values.contact?.phone).toBe('+14155550101');
  });

  test('text without the scope is nothing', () => {
    expect(message({ text: null, text_content: '' }).values).toEqual({});
  });
});
