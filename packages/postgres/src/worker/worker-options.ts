/** How the worker takes and repeats work. Tests shorten the waits. */
export interface WorkerOptions {
  /** A batch holds at least so many apps, if they have work, and else half of the busy ones. */
  readonly leastApps: number;
  readonly mostApps: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How often a worker looks for others that died. */
  readonly lookForDeadMs: number;
  /** No other process works on this database, as with an embedded one: what died was a worker of ours. */
  readonly isAlone: boolean;
}

/** Half of the busy apps leaves work for the other workers; a few are always enough for one. */
export const WORKER_DEFAULTS: WorkerOptions = {
  leastApps: 4,
  mostApps: 64,
  firstRetryMs: 1_000,
  longestRetryMs: 10 * 60_000,
  lookForDeadMs: 1_000,
  isAlone: false,
};
