import { createLruCache } from './lru-cache.ts';

const HOUR_MS = 3_600_000;
const SPENDERS_LIMIT = 10_000;

export interface HourlyBudgetDeps {
  readonly limit: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Whether this spender has one left of its hour, which begins with the first one taken. */
export type TakeOne = (spender: string) => boolean;

export function createHourlyBudget({ limit, now }: HourlyBudgetDeps): TakeOne {
  const hours = createLruCache<{ readonly begunAt: number; readonly taken: number }>(
    SPENDERS_LIMIT,
  );

  return (spender) => {
    const time = now();
    const known = hours.get(spender);
    const hour =
      known !== undefined && time - known.begunAt < HOUR_MS ? known : { begunAt: time, taken: 0 };
    if (hour.taken >= limit) return false;
    hours.set(spender, { ...hour, taken: hour.taken + 1 });
    return true;
  };
}
