/** The hours of an app that a window touches, whole. Epoch ms. */
export interface HourWindow {
  readonly appId: string;
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 60 * 60_000;
const LATEST = Date.UTC(2100, 0, 1);

/** Null when there are none. */
export function hoursOf(
  appId: string,
  { from, to }: { readonly from: number; readonly to: number },
): HourWindow | null {
  const first = Math.floor(Math.max(0, from) / HOUR_MS) * HOUR_MS;
  const end = Math.ceil(Math.min(LATEST, to) / HOUR_MS) * HOUR_MS;
  return from < to && first < end ? { appId, from: first, to: end } : null;
}
