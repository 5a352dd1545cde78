import { flows } from '@dialpad-cti/core/fixtures';
import { describe, expect, test } from 'vitest';

import { createVirtualClock } from '../clock/create-virtual-clock.ts';
import { createRandom } from '../random/create-random.ts';
import type { Traffic } from '../simulator.ts';
import type { PlayRequest } from '../stories/create-stories.ts';
import { createStartTraffic } from './create-start-traffic.ts';

const MINUTE = 60_000;
const START = Date.UTC(2031, 4, 6);

interface Played extends PlayRequest {
  /** ms after the start. */
  readonly at: number;
  readonly id: number;
}

function openStage() {
  const clock = createVirtualClock(START);
  const played: Played[] = [];
  const startTraffic = createStartTraffic({
    clock,
    random: createRandom(1),
    play(request) {
      played.push({ ...request, at: clock.now() - START, id: request.newId() });
      return { scenario: request.scenario, callIds: [], messageIds: [] };
    },
  });
  return { clock, played, startTraffic };
}

async function playedIn(minutes: number, traffic: Traffic) {
  const { clock, played, startTraffic } = openStage();
  startTraffic(traffic);
  await clock.advance(minutes * MINUTE);
  return played;
}

const kindOf = (name: string) => flows.find((flow) => flow.name === name)?.kind;

describe('traffic', () => {
  test('is one call in each slot of time, at any moment of it', async () => {
    const played = await playedIn(10, { callsPerMinute: 30 });
    const slots = played.map(({ at }) => Math.floor(at / 2000));
    expect(slots).toEqual(Array.from({ length: 300 }, (_, slot) => slot));
    expect(new Set(played.map(({ at }) => at % 2000)).size).toBeGreaterThan(100);
    expect(played.every(({ scenario }) => kindOf(scenario) === 'call')).toBe(true);
  });

  test('tells every scenario sooner or later, at the speed asked for', async () => {
    const played = await playedIn(100, { callsPerMinute: 5, textsPerMinute: 5, speed: 4 });
    const names = new Set(played.map(({ scenario }) => scenario));
    expect(names.size).toBe(flows.filter(({ kind }) => kind !== 'other').length);
    expect(played.every(({ speed }) => speed === 4)).toBe(true);
    expect(new Set(played.map(({ id }) => id)).size).toBe(played.length);
  });

  test('has as many texts as asked for, none by itself', async () => {
    const texts = await playedIn(10, { callsPerMinute: 0, textsPerMinute: 7 });
    expect(texts).toHaveLength(70);
    expect(texts.every(({ scenario }) => kindOf(scenario) === 'message')).toBe(true);
    expect(await playedIn(10, { callsPerMinute: 0 })).toEqual([]);
  });

  test('tells the chosen scenarios alone', async () => {
    const scenarios = ['02-inbound-missed-direct'];
    const traffic = { callsPerMinute: 5, textsPerMinute: 5, scenarios };
    const played = await playedIn(10, traffic);
    expect(played).toHaveLength(50);
    expect(new Set(played.map(({ scenario }) => scenario))).toEqual(new Set(scenarios));
  });

  test('does not begin with a scenario that does not exist', () => {
    const { startTraffic } = openStage();
    expect(() => startTraffic({ callsPerMinute: 1, scenarios: ['99-x'] })).toThrow(RangeError);
  });

  test('ends when it is stopped', async () => {
    const { clock, played, startTraffic } = openStage();
    const stop = startTraffic({ callsPerMinute: 6, textsPerMinute: 6 });
    await clock.advance(MINUTE);
    stop();
    await clock.advance(10 * MINUTE);
    expect(played).toHaveLength(12);
  });

  test('is the same for the same seed, and texts leave the calls alone', async () => {
    const calls = await playedIn(10, { callsPerMinute: 6 });
    const both = await playedIn(10, { callsPerMinute: 6, textsPerMinute: 9 });
    const told = (all: readonly Played[]) =>
      all
        .filter(({ scenario }) => kindOf(scenario) === 'call')
        .map(({ scenario, at }) => ({ scenario, at }));
    expect(told(both)).toEqual(told(calls));
  });
});
