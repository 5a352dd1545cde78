import type { Log } from '../logs/log.ts';

/** Supervisors wait 30 s before they kill. */
const LIMIT_MS = 25_000;

export interface Stop {
  /** The first code given counts, and only the first call does the work. */
  readonly begin: (exitCode: number) => Promise<void>;
  readonly hasBegun: () => boolean;
  /** A stop that was asked for during the start waits for this. */
  readonly startIsDone: () => void;
}

export interface StopDeps {
  /** Stops every part, in its order. */
  readonly close: () => Promise<void>;
  readonly log: Log;
}

/** Ends the process, whatever happens within the limit. */
export function createStop({ close, log }: StopDeps): Stop {
  const started = Promise.withResolvers<void>();
  let stopping: Promise<void> | null = null;

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

  return {
    begin: (exitCode) => (stopping ??= stop(exitCode)),
    hasBegun: () => stopping !== null,
    startIsDone: started.resolve,
  };
}
