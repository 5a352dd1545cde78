import { isRunning } from './is-running.ts';
import type { ProcessIdentity } from './read-process.ts';
import { waitUntil } from './wait-until.ts';

/**
 * `fast` ends open transactions and writes everything down; `crash` leaves that to the next start.
 * Resolves when the postmaster is gone, and with it all its children.
 */
export async function stopPostmaster(
  postmaster: ProcessIdentity,
  how: 'fast' | 'crash',
): Promise<void> {
  const gentle = how === 'fast' ? ([['SIGINT', 20_000]] as const) : [];
  for (const [signal, patience] of [...gentle, ['SIGQUIT', 20_000], ['SIGKILL', 5_000]] as const) {
    // Its pid may since have gone to a stranger, who must not be hit.
    if (!(await isRunning(postmaster))) return;
    process.kill(postmaster.pid, signal);
    if (await waitUntil(async () => !(await isRunning(postmaster)), patience)) return;
  }
  throw new Error(`Postgres (pid ${postmaster.pid}) does not stop, not even when killed.`);
}
