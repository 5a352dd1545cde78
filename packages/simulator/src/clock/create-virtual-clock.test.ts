import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createVirtualClock } from './create-virtual-clock.ts';

describe('a virtual clock', () => {
  test('does what falls due in the order of its time, and of asking where that is equal', async () => {
    const waits = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 });
    const strides = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(waits, strides, async (delays, steps) => {
        const clock = createVirtualClock(1000);
        const done: { readonly index: number; readonly at: number }[] = [];
        for (const [index, ms] of delays.entries()) {
          clock.after(ms, () => void done.push({ index, at: clock.now() }));
        }
        for (const step of steps) await clock.advance(step);
        const reached = 1000 + steps.reduce((sum, step) => sum + step, 0);
        expect(clock.now()).toBe(reached);
        const due = delays
          .map((ms, index) => ({ index, at: 1000 + ms }))
          .filter(({ at }) => at <= reached && steps.length > 0)
          .toSorted((left, right) => left.at - right.at || left.index - right.index);
        expect(done).toEqual(due);
      }),
    );
  });

  test('does what the work asks for, within the same move', async () => {
    const clock = createVirtualClock(0);
    const times: number[] = [];
    const again = () => {
      times.push(clock.now());
      clock.after(10, again);
    };
    clock.after(5, again);
    await clock.advance(30);
    expect(times).toEqual([5, 15, 25]);
  });

  test('stands still while what was begun is under way', async () => {
    const clock = createVirtualClock(0);
    const { promise, resolve } = Promise.withResolvers<void>();
    let isLater = false;
    clock.after(10, () => promise);
    clock.after(11, () => {
      isLater = true;
    });
    const moved = clock.advance(20);
    await new Promise(setImmediate);
    expect([clock.now(), isLater]).toEqual([10, false]);
    resolve();
    await moved;
    expect([clock.now(), isLater]).toEqual([20, true]);
  });

  test('begins all of one moment before it waits', async () => {
    const clock = createVirtualClock(0);
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(1, () => promise);
    clock.after(1, () => resolve());
    await clock.advance(1);
    expect(clock.now()).toBe(1);
  });

  test('moves one after the other', async () => {
    const clock = createVirtualClock(0);
    const times: number[] = [];
    for (const ms of [5, 15]) {
      clock.after(ms, async () => {
        await new Promise(setImmediate);
        times.push(clock.now());
      });
    }
    await Promise.all([clock.advance(10), clock.advance(10)]);
    expect(times).toEqual([5, 15]);
    expect(clock.now()).toBe(20);
  });

  test('does nothing that was taken back, not even by work of the same moment', async () => {
    const clock = createVirtualClock(0);
    const done: string[] = [];
    clock.after(1, () => {
      done.push('one');
      takeBack();
    });
    const takeBack = clock.after(1, () => void done.push('two'));
    clock.after(2, () => void done.push('three'))();
    await clock.advance(5);
    expect(done).toEqual(['one']);
  });

  test('rejects with what the work throws, and goes on working', async () => {
    const clock = createVirtualClock(0);
    clock.after(1, () => {
      throw new RangeError('thrown');
    });
    await expect(clock.advance(5)).rejects.toThrow('thrown');
    await clock.advance(5);
    expect(clock.now()).toBeGreaterThan(5);
  });
});
