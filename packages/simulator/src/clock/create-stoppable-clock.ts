import type { SimulatorClock } from '../simulator-clock.ts';

export interface StoppableClock extends SimulatorClock {
  /** Takes back all that waits, and whatever is asked for later. */
  readonly stop: () => void;
}

export function createStoppableClock(clock: SimulatorClock): StoppableClock {
  const waiting = new Set<() => void>();
  let isStopped = false;
  return {
    now: clock.now,
    after(ms, work) {
      if (isStopped) return () => undefined;
      const takeBack = clock.after(ms, () => {
        waiting.delete(takeBack);
        return work();
      });
      waiting.add(takeBack);
      return () => {
        waiting.delete(takeBack);
        takeBack();
      };
    },
    stop() {
      isStopped = true;
      for (const takeBack of waiting) takeBack();
      waiting.clear();
    },
  };
}
