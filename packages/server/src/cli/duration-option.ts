import { InvalidArgumentError } from 'commander';

/** `90s`, `30m`, `2h` or `7d`, as milliseconds. */
export function duration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS.get(unit) ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Give a time such as 30s, 10m, 2h or 7d.');
}

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
