import type { Busy } from '@dialpad-cti/core';
import { err, type Result, type ResultAsync } from 'neverthrow';

import { createGate, type Gate } from '../connection/create-gate.ts';
import { holdName } from './hold-name.ts';
import type { WebhookRegistryDeps } from './registry-deps.ts';

/** As the port says it of `WebhookRegistry.alone`. */
const PATIENCE_MS = 10_000;
/** Work may need the holder's other connections itself, to renew a token: they are never all taken. */
const MOST_HELD = 3;

export type Alone = <Value, Fault>(
  name: string,
  work: () => ResultAsync<Value, Fault>,
) => Promise<Result<Value, Fault | Busy>>;

/** `WebhookRegistry.alone`, except that it rejects when the database fails, or the work does. */
export function createAlone({
  holder,
  patienceMs = PATIENCE_MS,
}: Pick<WebhookRegistryDeps, 'holder' | 'patienceMs'>): Alone {
  const places = createGate(MOST_HELD);
  const lines = new Map<string, Gate>();

  return async (name, work) => {
    const until = performance.now() + patienceMs;
    const left = (): number => Math.max(1, until - performance.now());
    const line = lines.get(name) ?? createGate(1);
    lines.set(name, line);
    // Of those with one name only the first holds a connection, however many wait.
    if (!(await line.enter(left()))) return err(BUSY);
    try {
      if (!(await places.enter(left()))) return err(BUSY);
      try {
        return await holdName(holder, { name, patienceMs: left() }, work);
      } finally {
        places.leave();
      }
    } finally {
      line.leave();
      if (line.isEmpty()) lines.delete(name);
    }
  };
}

const BUSY: Busy = { kind: 'busy' };
