import { err, type Result, type ResultAsync } from 'neverthrow';

import type { Busy } from '../ports/webhook-registry.ts';

export type MemoryAlone = <Value, Fault>(
  name: string,
  work: () => ResultAsync<Value, Fault>,
) => Promise<Result<Value, Fault | Busy>>;

/** `WebhookRegistry.alone` for one process. Rejects when the work does. */
export function createMemoryAlone(patienceMs: number): MemoryAlone {
  const lines = new Map<string, Promise<void>>();

  return async (name, work) => {
    const before = lines.get(name);
    const own = Promise.withResolvers<void>();
    // Whoever gives up waiting does not let the next one pass.
    const line = Promise.all([before, own.promise]).then(() => {
      if (lines.get(name) === line) lines.delete(name);
    });
    lines.set(name, line);
    try {
      if (before !== undefined && !(await endsWithin(before, patienceMs))) {
        return err({ kind: 'busy' });
      }
      return await work();
    } finally {
      own.resolve();
    }
  };
}

async function endsWithin(work: Promise<void>, patienceMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), patienceMs);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
