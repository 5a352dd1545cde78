import type { DeliveryOutcome } from '@dialpad-cti/http';
import { describe, expect, test } from 'vitest';

import { createGapWatch } from './create-gap-watch.ts';

const START = Date.UTC(2026, 10, 1);
const MINUTE = 60_000;

function watchAt() {
  let time = START;
  const watch = createGapWatch(() => time);
  return {
    watch,
    deliver: (outcome: DeliveryOutcome) => watch.onDelivery({ hookId: 'hook', outcome }),
    wait: (ms: number) => {
      time += ms;
    },
  };
}

describe('a gap in the deliveries', () => {
  test('is none while they come, nor before the first has', () => {
    const { watch, deliver, wait } = watchAt();
    wait(10 * MINUTE);
    expect(watch.takeGap()).toBeNull();
    for (let count = 0; count < 10; count += 1) {
      deliver('stored');
      wait(4 * MINUTE);
    }
    expect(watch.takeGap()).toBeNull();
  });

  test('begins at the last that came, when one is refused for our own trouble', () => {
    const { watch, deliver, wait } = watchAt();
    deliver('stored');
    wait(MINUTE);
    deliver('unavailable');
    expect(watch.takeGap(), 'Dialpad may still repeat it').toBeNull();
    wait(MINUTE);
    expect(watch.takeGap()).toBe(START);
    expect(watch.takeGap(), 'it was told').toBeNull();
  });

  test('is told again when it was given back, from where it began', () => {
    const { watch, deliver, wait } = watchAt();
    deliver('stored');
    deliver('unavailable');
    wait(MINUTE);
    const since = watch.takeGap();
    expect(since).toBe(START);
    deliver('stored');
    deliver('unavailable');
    watch.giveBack(START);
    wait(MINUTE);
    expect(watch.takeGap()).toBe(START);
  });

  test('lasts as long as they are refused', () => {
    const { watch, deliver, wait } = watchAt();
    deliver('duplicate');
    for (let count = 0; count < 6; count += 1) {
      wait(20_000);
      deliver('refused');
      expect(watch.takeGap()).toBeNull();
    }
    wait(30_000);
    expect(watch.takeGap()).toBe(START);
  });

  test('is a silence that has ended', () => {
    const { watch, deliver, wait } = watchAt();
    deliver('stored');
    wait(6 * MINUTE);
    expect(watch.takeGap(), 'it may be a quiet hour').toBeNull();
    deliver('stored');
    wait(MINUTE);
    expect(watch.takeGap()).toBe(START);
  });

  test('is none where senders are strangers', () => {
    const { watch, deliver, wait } = watchAt();
    deliver('signature-refused');
    deliver('hook-not-found');
    wait(10 * MINUTE);
    expect(watch.takeGap()).toBeNull();
  });
});
