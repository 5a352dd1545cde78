import type { SimulatorClock } from '@dialpad-cti/simulator';

export interface PastClock extends SimulatorClock {
  /** It is so long ago from now on. */
  readonly setBack: (ms: number) => void;
}

/** Runs as the real one does, but long ago. */
export function createPastClock(): PastClock {
  let backMs = 0;
  return {
    now: () => Date.now() - backMs,
    after(ms, work) {
      const timer = setTimeout(() => void work(), ms);
      return () => clearTimeout(timer);
    },
    setBack(ms) {
      backMs = ms;
    },
  };
}
