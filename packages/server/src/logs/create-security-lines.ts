import type { SecurityEvent } from '@dialpad-cti/http';

import { limitRate, type TakeTurn } from './limit-rate.ts';
import type { Log } from './log.ts';

/** A line each. In a flood those of one kind beyond so many a second are counted, not written. */
const PER_SECOND = 50;

export function createSecurityLines(log: Log, now: () => number): (event: SecurityEvent) => void {
  const turns = new Map<string, TakeTurn>();

  return ({ kind, hookId, ...event }) => {
    const takeTurn = turns.get(kind) ?? limitRate({ perSecond: PER_SECOND, now });
    turns.set(kind, takeTurn);
    const leftOut = takeTurn();
    if (leftOut === null) return;
    const line = kind === 'operator-act' ? log.info : log.warn;
    line('security', {
      event: kind,
      ...event,
      ...(hookId === undefined ? {} : { hook: hookId.slice(0, 6) }),
      ...(leftOut === 0 ? {} : { leftOut }),
    });
  };
}
