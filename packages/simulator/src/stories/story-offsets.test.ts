import { flows } from '@dialpad-cti/core/fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { storyOffsets } from './story-offsets.ts';

const eventsOf = (times: readonly number[]) => times.map((time) => ({ event_timestamp: time }));

describe('offsets', () => {
  test('are the differences in order of arrival; who is late comes at once', () => {
    expect(storyOffsets(eventsOf([1000, 1500, 1200, 3000]), 1)).toEqual([0, 500, 500, 2000]);
  });

  test('are divided by the speed', () => {
    expect(storyOffsets(eventsOf([1000, 1500, 3000]), 3)).toEqual([0, 167, 667]);
    expect(storyOffsets(eventsOf([1000, 1500, 3000]), Number.POSITIVE_INFINITY)).toEqual([0, 0, 0]);
  });

  test('go by the date where there is no time, and stay where there is neither', () => {
    expect(storyOffsets([{ date: 7 }, {}, { date: 9 }], 1)).toEqual([0, 0, 2]);
  });

  test('never fall, and none is earlier than its own time', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(times, fc.double({ min: 0.1, max: 100, noNaN: true }), (stamps, speed) => {
        const offsets = storyOffsets(eventsOf(stamps), speed);
        expect(offsets).toEqual(offsets.toSorted((left, right) => left - right));
        for (const [index, offset] of offsets.entries()) {
          const own = ((stamps[index] ?? 0) - (stamps[0] ?? 0)) / speed;
          expect(offset).toBeGreaterThanOrEqual(own);
        }
      }),
    );
  });

  test.each(flows)('$name: the last event is sent at the latest time of all', ({ events }) => {
    const times = events
      .map((event) => event['event_timestamp'] ?? event['date'])
      .filter((time) => typeof time === 'number');
    const span = times.length === 0 ? 0 : Math.max(...times) - (times[0] ?? 0);
    expect(storyOffsets(events, 1).at(-1)).toBe(span);
  });
});
