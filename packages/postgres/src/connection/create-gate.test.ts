import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createGate } from './create-gate.ts';

const LONG_MS = 60_000;

test('lets so many in and no more, the others in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(12), async (places, comers) => {
      const gate = createGate(places);
      const order: number[] = [];
      let [inside, most] = [0, 0];
      const visit = async (nth: number): Promise<void> => {
        expect(await gate.enter(LONG_MS)).toBe(true);
        order.push(nth);
        inside += 1;
        most = Math.max(most, inside);
        await Promise.resolve();
        inside -= 1;
        gate.leave();
      };
      const all = Array.from({ length: comers }, (_none, nth) => nth);
      await Promise.all(all.map(visit));
      expect(order).toEqual(all);
      expect(most).toBe(Math.min(places, comers));
      expect(gate.isEmpty()).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('sends those away whose patience is over, and then lets the next ones in', async () => {
  const gate = createGate(1);
  expect(await gate.enter(LONG_MS)).toBe(true);
  expect(await gate.enter(1)).toBe(false);
  const patient = gate.enter(LONG_MS);
  gate.leave();
  expect(await patient).toBe(true);
  expect(gate.isEmpty()).toBe(false);
  gate.leave();
  expect(gate.isEmpty()).toBe(true);
});
