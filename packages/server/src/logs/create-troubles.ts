import { limitRate } from './limit-rate.ts';
import type { Log, LogFields } from './log.ts';

/** Says that something outside fails, without a line for each of a thousand requests. */
export type SayTrouble = (message: string, fields?: LogFields) => void;

export function createTroubles(log: Log, now: () => number): SayTrouble {
  const turns = new Map<string, ReturnType<typeof limitRate>>();

  return (message, fields = {}) => {
    const takeTurn = turns.get(message) ?? limitRate({ perSecond: 1, now });
    turns.set(message, takeTurn);
    const leftOut = takeTurn();
    if (leftOut !== null) log.warn(message, leftOut === 0 ? fields : { ...fields, leftOut });
  };
}
