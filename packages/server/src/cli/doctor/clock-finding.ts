import { type Found, ok, warn } from './finding.ts';

/** Headers tell whole seconds, and an answer takes its time. */
const TOLERATED_MS = 5000;

/** Times of events are Dialpad's; what is live, late or expired is judged by ours. */
export function clockFinding(check: string, whose: string, skewMs: number): Found {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= TOLERATED_MS) return ok(check, `${whose} goes right`);
  const way = skewMs > 0 ? 'ahead of' : 'behind';
  return warn(check, `${whose} is ${seconds} s ${way} ours`, 'set the clock by NTP');
}
