import type { Log } from '../logs/log.ts';
import type { CtiServer, Serving } from '../serving/create-server.ts';
import { createStop, type StopDeps } from './create-stop.ts';
import { startupMessage } from './startup-message.ts';
import { watchSignals } from './watch-signals.ts';

export interface RunOptions extends StopDeps {
  readonly open: () => Promise<CtiServer>;
  readonly log: Log;
  /** For people and for who started us: the server takes requests. */
  readonly onServing: (serving: Serving) => void;
  readonly complain: (text: string) => void;
}

/** Serves until it is told to stop, and then ends the process. */
export async function runServer(options: RunOptions): Promise<void> {
  const { open, log, onServing, complain } = options;
  const stop = createStop(options);
  watchSignals({ stop, log });
  if (stop.hasBegun()) {
    stop.startIsDone();
    return;
  }
  try {
    const server = await open();
    onServing(await server.start());
    stop.startIsDone();
  } catch (error) {
    complain(startupMessage(error));
    log.debug('The start failed', { error });
    stop.startIsDone();
    await stop.begin(1);
  }
}
