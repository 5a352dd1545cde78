import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createRandom } from '../random/create-random.ts';
import type { DeliveryFaults } from '../simulator.ts';
import { NO_FAULTS, planFaults } from './plan-faults.ts';

const RINGING = { kind: 'call', payload: { state: 'ringing' }, story: 1 } as const;

function plansWith(faults: Partial<DeliveryFaults>, seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: 100 }, () =>
    planFaults(random, { ...NO_FAULTS, ...faults }, RINGING),
  );
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.record({ drop: share, duplicate: share, reorder: share });

describe('what goes wrong', () => {
  test('is nothing without faults, and everything when all is asked for', () => {
    for (const plan of plansWith({}, 1)) {
      expect(plan).toEqual({ isDropped: false, heldBackMs: 0, repeatedAfterMs: null });
    }
    for (const plan of plansWith({ drop: 1, duplicate: 1, reorder: 1 }, 1)) {
      expect(plan.isDropped).toBe(true);
      expect(plan.repeatedAfterMs).not.toBeNull();
    }
  });

  test('by one fault does not depend on the share of another', () => {
    fc.assert(
      fc.property(fc.integer(), shares, (seed, { drop, duplicate, reorder }) => {
        const all = plansWith({ drop, duplicate, reorder }, seed);
        const alone = plansWith({ drop }, seed);
        expect(all.map((plan) => plan.isDropped)).toEqual(alone.map((plan) => plan.isDropped));
        const held = plansWith({ reorder }, seed).map((plan) => plan.heldBackMs);
        expect(all.map((plan) => plan.heldBackMs)).toEqual(held);
      }),
      { numRuns: 30 },
    );
  });

  test('holds back by 3 s at most', () => {
    const held = plansWith({ reorder: 1 }, 1).map((plan) => plan.heldBackMs);
    expect(Math.min(...held)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...held)).toBeLessThanOrEqual(3000);
    expect(Math.max(...held)).toBeGreaterThan(2500);
  });
});
