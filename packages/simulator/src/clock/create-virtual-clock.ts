import type { SimulatorClock } from '../simulator-clock.ts';

export interface VirtualClock extends SimulatorClock {
  /**
   * Moves on by so many ms: does what falls due, in the order of its time, and waits for what that
   * began (requests on their way, say) before it moves further. Calls are served one after the other.
   * Rejects with what a piece of work throws.
   */
  readonly advance: (ms: number) => Promise<void>;
}

/** A clock that stands still until it is moved. `startAt`: epoch ms. */
export function createVirtualClock(startAt: number): VirtualClock {
  let now = startAt;
  let added = 0;
  const waiting = new Set<Appointment>();
  let moving: Promise<void> = Promise.resolve();

  async function move(ms: number): Promise<void> {
    const until = now + ms;
    for (let due = nextOf(waiting, until); due.length > 0; due = nextOf(waiting, until)) {
      const begun: Promise<void>[] = [];
      for (const appointment of due) {
        now = appointment.at;
        // Work of the same moment may have taken it back.
        if (waiting.delete(appointment)) begun.push(Promise.resolve(appointment.work()));
      }
      await Promise.all(begun);
    }
    now = until;
  }

  return {
    now: () => now,
    after(ms, work) {
      added += 1;
      const appointment = { at: now + Math.max(0, ms), order: added, work };
      waiting.add(appointment);
      return () => void waiting.delete(appointment);
    },
    advance(ms) {
      const moved = moving.then(() => move(ms));
      moving = moved.catch(() => undefined);
      return moved;
    },
  };
}

interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly work: () => void | Promise<void>;
}

/** All that falls due at the next moment at which anything does. */
function nextOf(waiting: ReadonlySet<Appointment>, until: number): readonly Appointment[] {
  let next = until;
  for (const { at } of waiting) next = Math.min(next, at);
  return [...waiting]
    .filter(({ at }) => at === next)
    .toSorted((left, right) => left.order - right.order);
}
