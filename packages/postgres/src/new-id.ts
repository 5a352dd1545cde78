import { v7 } from 'uuid';

/** A clock so far behind was wrong before and is right now: no id may lie in the future for long. */
const CLOCK_MENDED_MS = 60_000;

/**
 * UUID v7s that rise with every call, also within one millisecond and when the clock steps back a little, so
 * that the order of ids is the order of arrival.
 */
export function createNewId(now: () => number): () => string {
  let msecs = 0;
  let seq = 0;
  return () => {
    const time = Math.floor(now());
    if (time > msecs || time < msecs - CLOCK_MENDED_MS) {
      msecs = time;
      seq = 0;
    } else {
      seq += 1;
    }
    return v7({ msecs, seq });
  };
}

/** At or before every id of that millisecond, and after those of the one before. */
export function firstIdOf(time: number): string {
  const hex = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
