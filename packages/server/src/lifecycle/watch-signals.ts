import { isatty } from 'node:tty';

import type { Log } from '../logs/log.ts';
import { ancestorsOfUs } from './ancestors-of-us.ts';
import type { Stop } from './create-stop.ts';
import { isOrphan } from './is-orphan.ts';
import { readStat } from './read-stat.ts';
import { watchParent } from './watch-parent.ts';

export interface SignalDeps {
  readonly stop: Stop;
  readonly log: Log;
}

/**
 * What ends the process: a signal, the death of npm or its shell, or a state that nobody
 * foresaw. A second signal ends it with no more done than to stop the database.
 */
export function watchSignals({ stop, log }: SignalDeps): void {
  const end = (reason: string): void => {
    if (stop.hasBegun()) {
      void stop.crash();
      return;
    }
    log.info('Stopping', { reason });
    void stop.begin(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // The terminal was closed. Without one we go on, as nohup asks: Node undoes what it does.
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  process.on('SIGHUP', hasTerminal ? end : () => {});

  if (process.env['npm_lifecycle_event'] !== undefined) {
    const onGone = (): void => {
      if (!stop.hasBegun()) end('npm has ended');
    };
    if (process.platform === 'linux' && isOrphan(process.pid, readStat)) onGone();
    else watchParent({ ancestors: ancestorsOfUs, intervalMs: 250, onGone });
  }

  const crash = (error: unknown): void => {
    log.fatal('Stopping: an error that nobody caught', { error });
    void stop.crash();
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
