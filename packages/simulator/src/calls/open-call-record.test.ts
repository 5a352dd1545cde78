import { flows, freshFlow } from '@dialpad-cti/core/fixtures';
import { describe, expect, test } from 'vitest';

import { createVirtualClock } from '../clock/create-virtual-clock.ts';
import { createWorld } from '../company/create-world.ts';
import { createIdSource } from '../random/create-id-source.ts';
import { createRandom } from '../random/create-random.ts';
import { openCallRecord } from './open-call-record.ts';

const START = Date.UTC(2031, 4, 6);

/** A world in which so many events of a scenario have happened, a second apart. */
async function worldAfter(number: string, count = Number.POSITIVE_INFINITY) {
  const flow = flows.find(({ name }) => name.startsWith(`${number}-`));
  const events = flow?.events ?? [];
  const clock = createVirtualClock(START);
  const world = createWorld(createRandom(1));
  const record = openCallRecord(world, clock);
  for (const payload of events.slice(0, count)) {
    await clock.advance(1000);
    record.add({ kind: flow?.kind === 'message' ? 'sms' : 'call', payload, story: 1 });
  }
  if (count >= events.length) record.close();
  return world;
}

describe('calls', () => {
  test('are there from their first event on, and concluded with the hangup', async () => {
    const [live] = [...(await worldAfter('01', 2)).calls.values()];
    expect(live).toMatchObject({ concludedAt: null, startedAt: 1788274800000 });
    expect(live?.rest['state']).toBe('connected');
    const [ended] = [...(await worldAfter('01', 3)).calls.values()];
    expect(ended?.concludedAt).toBe(START + 3000);
    const [later] = [...(await worldAfter('01')).calls.values()];
    expect(later?.concludedAt).toBe(START + 3000);
    expect(later?.rest).toHaveProperty('recording_details');
  });

  test('whose hangup never comes are concluded with their story', async () => {
    const [, , call] = [...(await worldAfter('09', 11)).calls.values()];
    expect(call?.callId).toBe('5847392018465792');
    const { calls } = await worldAfter('09');
    expect([...calls.values()].every(({ concludedAt }) => concludedAt !== null)).toBe(true);
    expect(calls.size).toBe(4);
  });

  test('are not what texts are', async () => {
    expect((await worldAfter('20')).calls.size).toBe(0);
  });
});

describe('media', () => {
  test('lie behind every link of a recording, as WAV, each another', async () => {
    const { media } = await worldAfter('01');
    expect([...media.keys()]).toEqual(['/r/5601928374651904']);
    const paths = [
      ...(await worldAfter('03')).media.keys(),
      ...(await worldAfter('07')).media.keys(),
    ];
    expect(paths).toEqual([
      '/r/6047382910564352',
      '/v/4688201937465344',
      '/blob/adminrecording/4980112233445376.mp3',
    ]);
    const [wave] = [...media.values()];
    const bytes = Buffer.from(wave ?? []);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect(bytes.toString('latin1', 8, 16)).toBe('WAVEfmt ');
    expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
    expect((await worldAfter('08')).media.get('/r/5448012938475520')).not.toEqual(wave);
    expect((await worldAfter('01')).media.get('/r/5601928374651904')).toEqual(wave);
  });

  test('are not behind the link of a voicemail that nobody left', async () => {
    const { media, calls } = await worldAfter('04');
    expect([...calls.values()][0]?.rest).toHaveProperty('voicemail_share_link');
    expect(media.size).toBe(0);
  });
});

test('transcripts are of calls that were transcribed: speech, and a label that is none', async () => {
  const { transcripts } = await worldAfter('01');
  const lines = transcripts.get('5284719603847168') ?? [];
  expect([...transcripts.keys()]).toHaveLength(1);
  expect(lines[0]).toEqual({
    time: '2026-09-01T15:00:08.200000',
    type: 'transcript',
    content: 'Harborview Marine Supply, how can I help?',
    name: 'Ava Lindqvist',
    user_id: '5790123456784384',
  });
  expect(new Set(lines.map((line) => line['type']))).toEqual(new Set(['transcript', 'moment']));
  expect(lines.some((line) => line['name'] === 'Dana Reyes' && 'contact_id' in line)).toBe(true);
  expect((await worldAfter('02')).transcripts.size).toBe(0);
});

test('what is forgotten leaves nothing, and the calls of others as they are', () => {
  const clock = createVirtualClock(START);
  const world = createWorld(createRandom(1));
  const newId = createIdSource(createRandom(1), 'stories');
  const size = () => [world.calls.size, world.transcripts.size, world.media.size];
  const steps = flows
    .filter(({ kind }) => kind === 'call')
    .map((flow) => {
      const before = size();
      const record = openCallRecord(world, clock);
      const { events } = freshFlow(flow, { now: START, newId });
      for (const payload of events) record.add({ kind: 'call', payload, story: 1 });
      record.close();
      return { record, before };
    });
  expect(Math.min(...size())).toBeGreaterThan(0);
  for (const { record, before } of steps.toReversed()) {
    record.forget();
    expect(size()).toEqual(before);
  }
});
