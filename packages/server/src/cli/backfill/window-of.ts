import { usageError } from '../usage-error.ts';

export interface WindowOptions {
  readonly from?: string;
  readonly to?: string;
  /** In milliseconds. */
  readonly last?: number;
}

/** RFC 3339, as the API takes it. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The server refuses what lies in the future by its own clock, which may be a little behind. */
const MARGIN_MS = 5000;

/** Until just now unless `to` says otherwise. `now` is epoch ms. */
export function windowOf({ from, to, last }: WindowOptions, now: number): Window {
  const until = to === undefined ? now - MARGIN_MS : instant('--to', to);
  if (last !== undefined) return window(until - last, until);
  if (from === undefined) throw usageError('Say since when: --from <time>, or --last 2h.');
  const since = instant('--from', from);
  if (since >= until) throw usageError('--from has to lie before --to, and before now.');
  return window(since, until);
}

const window = (from: number, to: number): Window => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

function instant(option: string, text: string): number {
  const ms = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageError(`Give ${option} as 2026-09-01T12:00:00Z.`);
  return ms;
}

/** A time without a zone would mean another on each machine. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
