import type { SimulatorClock } from '../simulator-clock.ts';

const A_SECOND = 1_000;
const A_MINUTE = 60 * A_SECOND;
const PER_SECOND = 20;

/** True when the request may pass, and is counted. */
export type Limits = (endpoint: string, perMinute: number | null) => boolean;

/**
 * Dialpad's limits of a company: 20 in any second over everything, and those of each endpoint in any
 * minute. What is refused does not count.
 */
export function createLimits(clock: SimulatorClock, isOn: boolean): Limits {
  const all: number[] = [];
  const byEndpoint = new Map<string, number[]>();

  return (endpoint, perMinute) => {
    if (!isOn) return true;
    const now = clock.now();
    const own = byEndpoint.get(endpoint) ?? [];
    byEndpoint.set(endpoint, own);
    forget(all, now - A_SECOND);
    forget(own, now - A_MINUTE);
    if (all.length >= PER_SECOND || own.length >= (perMinute ?? Number.POSITIVE_INFINITY)) {
      return false;
    }
    all.push(now);
    if (perMinute !== null) own.push(now);
    return true;
  };
}

function forget(times: number[], until: number): void {
  const kept = times.findIndex((time) => time > until);
  times.splice(0, kept === -1 ? times.length : kept);
}
