import { expect, test } from 'vitest';

import { createRealClock } from './create-real-clock.ts';
import { createStoppableClock } from './create-stoppable-clock.ts';
import { createVirtualClock } from './create-virtual-clock.ts';

test('takes back what waits when it is stopped, and what is asked for later', async () => {
  const virtual = createVirtualClock(0);
  const clock = createStoppableClock(virtual);
  const done: string[] = [];
  clock.after(1, () => void done.push('before'));
  clock.after(2, () => void done.push('taken back'))();
  await virtual.advance(2);
  clock.after(1, () => void done.push('under way'));
  clock.stop();
  clock.after(1, () => void done.push('later'));
  await virtual.advance(10);
  expect(done).toEqual(['before']);
  expect(clock.now()).toBe(12);
});

test('the real one does what is due, not what was taken back', async () => {
  const clock = createRealClock();
  const done: string[] = [];
  clock.after(1, () => void done.push('taken back'))();
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(2, resolve);
  await promise;
  expect(done).toEqual([]);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
});
