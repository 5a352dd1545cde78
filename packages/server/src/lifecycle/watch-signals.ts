import type { Log } from '../logs/log.ts';
import { ancestorsOfUs } from './ancestors-of-us.ts';
import type { Stop } from './create-stop.ts';
import { watchParent } from './watch-parent.ts';

export interface SignalDeps {
  readonly stop: Stop;
  readonly log: Log;
}

/**
 * What ends the process: a signal, the death of npm or its shell, or a state that nobody
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
  // The terminal was closed. Elsewhere a handler would undo what nohup does.
  if (process.stdout.isTTY) process.on('SIGHUP', end);

  if (process.env['npm_lifecycle_event'] !== undefined) {
    watchParent({
      ancestors: ancestorsOfUs,
      intervalMs: 250,
      onGone: () => {
        if (!stop.hasBegun()) end('npm has ended');
      },
    });
  }

  const crash = (error: unknown): void => {
    log.fatal('Stopping: an error that nobody caught', { error });
    void stop.crash();
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
