import type { SimulatorClock } from '@dialpad-cti/simulator';

export interface ShiftableClock extends SimulatorClock {
  /** From now on it is so much later; what waits goes on waiting as long. */
  readonly shift: (ms: number) => void;
}

/** The real one, and some time added. */
export function createShiftableClock(): ShiftableClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    after(ms, work) {
      const timer = setTimeout(() => void work(), ms);
      return () => clearTimeout(timer);
    },
    shift(ms) {
      ahead += ms;
    },
  };
}
