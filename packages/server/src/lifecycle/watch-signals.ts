import type { Log } from '../logs/log.ts';
import type { Stop } from './create-stop.ts';
import { watchParent } from './watch-parent.ts';

export interface SignalDeps {
  readonly stop: Stop;
  readonly log: Log;
}

/**
 * What ends the process: a signal, the death of npm's shell, or a state that nobody
 * foresaw. A second signal ends it at once.
 */
export function watchSignals({ stop, log }: SignalDeps): void {
  const end = (reason: string): void => {
    if (stop.hasBegun()) process.exit(1);
    log.info('Stopping', { reason });
    void stop.begin(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);

  if (process.env['npm_lifecycle_event'] !== undefined) {
    watchParent({
      parentId: () => process.ppid,
      intervalMs: 250,
      onGone: () => {
        if (!stop.hasBegun()) end('the shell that npm started us in has ended');
      },
    });
  }

  const crash = (error: unknown): void => {
    log.fatal('Stopping: an error that nobody caught', { error });
    // A start that hangs would make a stop wait for it.
    stop.startIsDone();
    void stop.begin(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
