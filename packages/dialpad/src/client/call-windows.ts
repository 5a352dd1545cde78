import type { CallWindow } from '@dialpad-cti/core';

const A_DAY = 86_400_000;
/** Dialpad refuses 30 days and more; its ends lie a little outside of ours. */
const LONGEST = 29 * A_DAY;

/**
 * A window as windows that Dialpad takes, the latest first. Nothing is asked of the time before the epoch or
 * after tomorrow. Lazy, since a long one has many.
 */
export function* callWindows({ from, to }: CallWindow, now: number): Generator<CallWindow> {
  const start = Math.max(0, Math.ceil(from));
  let end = Math.min(Math.ceil(to), now + A_DAY);
  while (end > start) {
    const begin = Math.max(start, end - LONGEST);
    yield { from: begin, to: end };
    end = begin;
  }
}
