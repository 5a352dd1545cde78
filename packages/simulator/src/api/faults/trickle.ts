import { Readable } from 'node:stream';

import type { SimulatorClock } from '../../simulator-clock.ts';

const BETWEEN_MS = 1_000;

/** One byte at once, and each other a second after the one before. */
export function trickle(bytes: Uint8Array, clock: SimulatorClock): Readable {
  let at = 0;
  let giveUp = (): void => {};
  const pushNext = (body: Readable): void => {
    at += 1;
    body.push(bytes.subarray(at - 1, at));
  };
  return new Readable({
    read() {
      if (at === bytes.length) this.push(null);
      else if (at === 0) pushNext(this);
      else giveUp = clock.after(BETWEEN_MS, () => pushNext(this));
    },
    destroy(error, done) {
      giveUp();
      done(error);
    },
  });
}
