import type { RequestLog } from '@dialpad-cti/http';

import { limitRate } from './limit-rate.ts';
import type { Log } from './log.ts';

/** A line a request. When it is busy, good answers are left out first and counted. */
export function createRequestLines(log: Log, now: () => number): (request: RequestLog) => void {
  const good = limitRate({ perSecond: 20, now });
  const bad = limitRate({ perSecond: 20, now });

  return (request) => {
    const isBad = request.status >= 400;
    const leftOut = (isBad ? bad : good)();
    if (leftOut === null) return;
    const line = request.status >= 500 ? log.warn : log.info;
    line('request', leftOut === 0 ? request : { ...request, leftOut });
  };
}
