import { withinDeadline } from '../connection/within-deadline.ts';

/** Does `work` when all before it with the same key are done; rejects when that takes too long. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Of those with one key only the first holds a connection, however many wait. */
export function createTurns(deadlineMs: number): InTurn {
  const lines = new Map<string, Promise<void>>();

  return async (key, work) => {
    const before = lines.get(key) ?? Promise.resolve();
    const own = Promise.withResolvers<void>();
    // Whoever gives up waiting does not let the next one pass.
    const line = before.then(() => own.promise);
    lines.set(key, line);
    void line.then(() => {
      if (lines.get(key) === line) lines.delete(key);
    });
    try {
      await withinDeadline(deadlineMs, before);
      return await work();
    } finally {
      own.resolve();
    }
  };
}
