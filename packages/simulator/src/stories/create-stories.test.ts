import { flows } from '@dialpad-cti/core/fixtures';
import { describe, expect, test } from 'vitest';

import { createVirtualClock } from '../clock/create-virtual-clock.ts';
import { createIdSource } from '../random/create-id-source.ts';
import { createRandom } from '../random/create-random.ts';
import { createStories } from './create-stories.ts';
import type { ToldEvent } from './told-event.ts';

const START = Date.UTC(2031, 4, 6, 7, 8, 9, 123);
const HOUR = 3_600_000;

function openStage(seed = 1) {
  const clock = createVirtualClock(START);
  const told: (ToldEvent & { readonly at: number })[] = [];
  const kept: (ToldEvent | 'closed' | 'forgotten')[] = [];
  let ended = 0;
  const stories = createStories({
    clock,
    openRecord: () => ({
      add: (event) => void kept.push(event),
      close: () => void kept.push('closed'),
      forget: () => void kept.push('forgotten'),
    }),
    deliver: (event) => void told.push({ ...event, at: clock.now() }),
    onTold() {
      ended += 1;
    },
  });
  const newId = createIdSource(createRandom(seed), 'stories');
  const play = (scenario: string, speed = 1) => stories.play({ scenario, speed, newId });
  return { clock, stories, play, told, kept, ended: () => ended };
}

function timeOf({ payload }: ToldEvent): number {
  return Number(payload['event_timestamp'] ?? payload['date']);
}

describe('a story', () => {
  test.each(flows)('$name: the last time is the moment at which it is sent', async (flow) => {
    for (const speed of [1, 7, Number.POSITIVE_INFINITY]) {
      const { clock, play, told } = openStage();
      play(flow.name, speed);
      await clock.advance(HOUR);
      expect(told).toHaveLength(flow.events.length);
      const times = told.map(timeOf).filter((time) => !Number.isNaN(time));
      if (times.length > 0) expect(Math.max(...times)).toBe(told.at(-1)?.at);
    }
  });

  test('at speed 1 each event is sent at its own time', async () => {
    const { clock, play, told } = openStage();
    play('01-inbound-answered-recorded-recap');
    await clock.advance(HOUR);
    expect(told.map(({ at }) => at)).toEqual(told.map(timeOf));
  });

  test('at a higher one its gaps are as much shorter', async () => {
    const { clock, play, told } = openStage();
    play('02-inbound-missed-direct', 10);
    await clock.advance(HOUR);
    expect(told.map(({ at }) => at - START)).toEqual([0, 2382, 2471]);
  });

  test('at an endless one all is told at once, in order', () => {
    const { play, told, ended } = openStage();
    play('02-inbound-missed-direct', Number.POSITIVE_INFINITY);
    const states = told.map(({ payload }) => payload['state']);
    expect(states).toEqual(['ringing', 'missed', 'hangup']);
    expect(ended()).toBe(1);
  });

  test('is about calls and messages of its own, whose ids are told', async () => {
    const { clock, play, told } = openStage();
    const call = play('09-office-callcenter-transfer-four-legs');
    const [text, again] = [play('20-sms-inbound-to-user'), play('20-sms-inbound-to-user')];
    await clock.advance(HOUR);
    const ids = (field: string) =>
      new Set(told.map(({ payload }) => payload[field]).filter(Boolean));
    expect(new Set(call.callIds.map(Number))).toEqual(ids('call_id'));
    expect(call.callIds).toHaveLength(4);
    expect(call.messageIds).toEqual([]);
    expect(new Set([...text.messageIds, ...again.messageIds].map(Number))).toEqual(ids('id'));
  });

  test('tells what each event is, one story from the other', async () => {
    const { clock, play, told } = openStage();
    const names = ['02-inbound-missed-direct', '20-sms-inbound-to-user', '30-agent-status'];
    for (const name of [...names, '31-contact-events', '32-changelog-event']) play(name);
    await clock.advance(HOUR);
    const kinds = [1, 2, 3, 4, 5].map((story) => told.find((one) => one.story === story)?.kind);
    expect(kinds).toEqual(['call', 'sms', 'agent_status', 'contact', 'changelog']);
  });

  test('is kept as it happens, and closed at its end', async () => {
    const { clock, play, kept } = openStage();
    play('02-inbound-missed-direct');
    await clock.advance(1000);
    expect(kept).toHaveLength(1);
    await clock.advance(HOUR);
    expect(kept).toHaveLength(4);
    expect(kept.at(-1)).toBe('closed');
  });

  test('comes with the same bytes for the same seed and time', async () => {
    const bytes = async (seed: number) => {
      const { clock, play, told } = openStage(seed);
      for (const { name } of flows) play(name, 2);
      await clock.advance(HOUR);
      return JSON.stringify(told);
    };
    expect(await bytes(1)).toBe(await bytes(1));
    expect(await bytes(1)).not.toBe(await bytes(2));
  });

  test.each([0, -1, Number.NaN])('is not told at speed %d', (speed) => {
    expect(() => openStage().play('02-inbound-missed-direct', speed)).toThrow(RangeError);
  });

  test('is not told when there is none', () => {
    expect(() => openStage().play('99-nothing')).toThrow(RangeError);
  });
});

describe('the truth', () => {
  test('holds a story when it is told to its end', async () => {
    const { clock, stories, play } = openStage();
    const story = play('03-inbound-voicemail-with-transcription');
    await clock.advance(78_699);
    expect(stories.truth()).toEqual({
      calls: [],
      voicemails: [],
      messages: [],
      unfinished: 1,
      forgotten: 0,
    });
    await clock.advance(1);
    const truth = stories.truth();
    expect(truth.unfinished).toBe(0);
    expect(truth.calls.map((call) => call['dialpad_call_id'])).toEqual(story.callIds);
    expect(truth.voicemails.map((one) => one['dialpad_call_id'])).toEqual(story.callIds);
  });

  test('is what the scenario must come to, at its own time', () => {
    const { stories, play } = openStage();
    play('05-outbound-answered-disposition', Number.POSITIVE_INFINITY);
    const flow = flows.find(({ name }) => name.startsWith('05-'));
    const [call, expected] = [stories.truth().calls[0], flow?.expected.calls[0]];
    expect(call?.['talk_time_ms']).toBe(expected?.talk_time_ms);
    expect(call?.['target']).toEqual(expected?.target);
    expect(Date.parse(String(call?.['ended_at']))).toBeLessThanOrEqual(START);
  });

  test('forgets a story a day after its end, and says that it did', async () => {
    const { clock, stories, play, kept } = openStage();
    play('03-inbound-voicemail-with-transcription', Number.POSITIVE_INFINITY);
    await clock.advance(HOUR);
    const story = play('02-inbound-missed-direct', Number.POSITIVE_INFINITY);
    await clock.advance(23 * HOUR - 1);
    expect(stories.truth()).toMatchObject({ forgotten: 0, calls: [{}, {}] });
    await clock.advance(1);
    const truth = stories.truth();
    expect(truth.forgotten).toBe(1);
    expect(truth.calls.map((call) => call['dialpad_call_id'])).toEqual(story.callIds);
    expect(truth.voicemails).toEqual([]);
    expect(kept.filter((one) => one === 'forgotten')).toHaveLength(1);
    await clock.advance(HOUR);
    // Also while nobody reads it.
    play('02-inbound-missed-direct', Number.POSITIVE_INFINITY);
    expect(kept.filter((one) => one === 'forgotten')).toHaveLength(2);
    expect(stories.truth()).toMatchObject({ forgotten: 2, unfinished: 0 });
  });

  test('that was read does not change any more', () => {
    const { stories, play } = openStage();
    const before = stories.truth();
    play('02-inbound-missed-direct', Number.POSITIVE_INFINITY);
    expect(before.calls).toEqual([]);
  });
});
