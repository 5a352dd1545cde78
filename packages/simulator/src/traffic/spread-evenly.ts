import type { Random } from '../random/create-random.ts';
import type { SimulatorClock } from '../simulator-clock.ts';

export interface SpreadOptions {
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly perMinute: number;
  readonly work: () => void;
}

/** Does `work` once in each slot of 60,000 / `perMinute` ms, at any moment of it, until it is stopped. */
export function spreadEvenly({ clock, random, perMinute, work }: SpreadOptions): () => void {
  if (!(perMinute > 0)) return () => undefined;
  const [startedAt, slotMs] = [clock.now(), 60_000 / perMinute];
  let slot = 0;

  function waitForNext(): () => void {
    const at = startedAt + Math.floor((slot + random.next()) * slotMs);
    slot += 1;
    return clock.after(Math.max(0, at - clock.now()), () => {
      takeBack = waitForNext();
      work();
    });
  }

  let takeBack = waitForNext();
  return () => takeBack();
}
