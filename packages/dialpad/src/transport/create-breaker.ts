export interface BreakerOptions {
  readonly failuresInARow: number;
  readonly openMs: number;
  /** Ms on a clock that is never set. */
  readonly elapsed: () => number;
}

/** Spares a Dialpad that is down, and those who would wait for it. */
export interface Breaker {
  /** False: do not send. Whoever is let in says how it ended. */
  enter(): boolean;
  left(hasFailed: boolean): void;
}

/** After so many failures in a row nobody passes for a while; then one does, to see. */
export function createBreaker({ failuresInARow, openMs, elapsed }: BreakerOptions): Breaker {
  let failures = 0;
  let openUntil = 0;
  let isProbing = false;

  return {
    enter() {
      if (failures < failuresInARow) return true;
      if (isProbing || elapsed() < openUntil) return false;
      isProbing = true;
      return true;
    },
    left(hasFailed) {
      isProbing = false;
      failures = hasFailed ? failures + 1 : 0;
      if (failures >= failuresInARow) openUntil = elapsed() + openMs;
    },
  };
}
