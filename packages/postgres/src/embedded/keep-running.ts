import { isRunning } from './is-running.ts';
import type { Postmaster } from './start-postmaster.ts';
import { stopPostmaster } from './stop-postmaster.ts';

export interface KeepRunning {
  readonly postmaster: Postmaster;
  /** On the same port and data. */
  readonly restart: (dead: Postmaster) => Promise<Postmaster>;
  readonly onProgress: (text: string) => void;
}

const LOOK_EVERY_MS = 500;

/**
 * A postmaster that dies by itself (the system ran out of memory, somebody killed it) is started
 * again: nobody else would, and until then every event is refused. Gives what stops it for good.
 */
export function keepRunning({ postmaster, restart, onProgress }: KeepRunning): () => Promise<void> {
  let current = postmaster;
  let isStopping = false;
  let looking = Promise.resolve();

  async function look(): Promise<void> {
    if (isStopping || (await isRunning(current))) return;
    onProgress('The database was killed: starting it again.');
    try {
      current = await restart(current);
    } catch (error) {
      onProgress(`It does not start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_EVERY_MS);
  // What keeps the process alive is the server, not its database.
  timer.unref();

  return async () => {
    isStopping = true;
    clearInterval(timer);
    await looking;
    await stopPostmaster(current, 'fast');
  };
}
