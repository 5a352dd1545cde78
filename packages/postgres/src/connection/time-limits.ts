/** How long one kind of work may take, in ms. */
export interface TimeLimits {
  /** By the server, a statement. */
  readonly statementMs: number;
  /** By us, from asking for a connection to the last answer; then the connection is destroyed. */
  readonly deadlineMs: number;
}

/** So much longer we wait for a statement ourselves: the server's own time-out says why. */
export const GRACE_MS = 250;
export const LOCK_TIMEOUT_MS = 2_000;
export const IDLE_IN_TRANSACTION_MS = 10_000;
export const CONNECT_TIMEOUT_MS = 3_000;
export const KEEP_ALIVE_MS = 10_000;

export const INTAKE_LIMITS: TimeLimits = { statementMs: 3_000, deadlineMs: 4_000 };
export const READ_LIMITS: TimeLimits = { statementMs: 5_000, deadlineMs: 6_000 };
/** Look-ups that a delivery waits for: short, so that they work again soon after the line does. */
export const KEEPER_LIMITS: TimeLimits = { statementMs: 1_500, deadlineMs: 3_000 };
export const WORKER_LIMITS: TimeLimits = { statementMs: 30_000, deadlineMs: 45_000 };
/** For what waits its turn and then does the work of others, each part of it with limits of its own. */
export const ONCE_LIMITS: TimeLimits = { statementMs: 8_000, deadlineMs: 9_000 };
/** For what is held while Dialpad is asked; its statements wait for whoever holds it. */
export const HOLDER_LIMITS: TimeLimits = { statementMs: 11_000, deadlineMs: 120_000 };
/** Every request waits for it. */
export const LIMITER_LIMITS: TimeLimits = { statementMs: 1_000, deadlineMs: 2_000 };
