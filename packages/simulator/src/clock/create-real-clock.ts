import type { SimulatorClock } from '../simulator-clock.ts';

export function createRealClock(): SimulatorClock {
  return {
    now: () => Date.now(),
    after(ms, work) {
      const timer = setTimeout(() => void work(), ms);
      return () => clearTimeout(timer);
    },
  };
}
