import type { Log } from '../logs/log.ts';

/** Supervisors wait 30 s before they kill. */
const LIMIT_MS = 25_000;
const CRASH_LIMIT_MS = 5000;

export interface Stop {
  /** Answers what was asked, finishes what was begun. Only the first call counts. */
  readonly begin: (exitCode: number) => Promise<void>;
  readonly hasBegun: () => boolean;
  /** A stop that was asked for during the start waits for this. */
  readonly startIsDone: () => void;
  /** Ends what would outlive us, and nothing else: our own state cannot be trusted any more. */
  readonly crash: () => Promise<void>;
}

export interface StopDeps {
  /** Stops every part, in its order. */
  readonly close: () => Promise<void>;
  /** Stops the embedded database, whoever still uses it. */
  readonly abandon: () => Promise<void>;
  readonly log: Log;
}

/** Ends the process, whatever happens within the limits. */
export function createStop({ close, abandon, log }: StopDeps): Stop {
  const started = Promise.withResolvers<void>();
  let stopping: Promise<void> | null = null;
  let crashing: Promise<void> | null = null;

  async function stop(exitCode: number): Promise<void> {
    const limit = setTimeout(() => {
      log.fatal('Stopping took too long');
      process.exit(1);
    }, LIMIT_MS);
    await started.promise;
    await close();
    clearTimeout(limit);
    process.exit(exitCode);
  }

  async function crash(): Promise<void> {
    setTimeout(() => process.exit(1), CRASH_LIMIT_MS);
    await abandon();
    process.exit(1);
  }

  return {
    begin: (exitCode) => (stopping ??= stop(exitCode)),
    hasBegun: () => stopping !== null || crashing !== null,
    startIsDone: started.resolve,
    crash: () => (crashing ??= crash()),
  };
}
