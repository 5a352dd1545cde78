import type { KeyStore, KeyUse } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { createLruCache } from './lru-cache.ts';

const KEYS_LIMIT = 10_000;
const WRITE_EVERY_MS = 60_000;

export interface KeyUseLogDeps {
  readonly keyStore: Pick<KeyStore, 'noteKeyUses'>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Uses could not be written; the next flush tries them again. Must not throw. */
  readonly onMissed: (error: StoreError) => void;
}

export interface KeyUseLog {
  /** Costs no I/O. */
  readonly note: (keyId: string) => void;
  /** Writes what is due, one writing at a time; to be called every few seconds. Never rejects. */
  readonly flush: () => Promise<void>;
}

/** When keys were last used: of each key one write a minute, however often it opens. */
export function createKeyUseLog({ keyStore, now, onMissed }: KeyUseLogDeps): KeyUseLog {
  /** The last use of each key that is not written yet; the oldest first. */
  const waiting = new Map<string, number>();
  const writtenAt = createLruCache<number>(KEYS_LIMIT);
  let running: Promise<void> | null = null;

  function isDue(keyId: string, time: number): boolean {
    const age = time - (writtenAt.get(keyId) ?? Number.NEGATIVE_INFINITY);
    // Below zero the clock was set back.
    return age < 0 || age >= WRITE_EVERY_MS;
  }

  function settle(uses: readonly KeyUse[], time: number): void {
    for (const { keyId, at } of uses) {
      writtenAt.set(keyId, time);
      // Not if it was used again meanwhile.
      if (waiting.get(keyId) === at) waiting.delete(keyId);
    }
  }

  async function write(): Promise<void> {
    const time = now();
    const uses = [...waiting]
      .filter(([keyId]) => isDue(keyId, time))
      .map(([keyId, at]) => ({ keyId, at }));
    if (uses.length === 0) return;
    await keyStore.noteKeyUses(uses).match(() => settle(uses, time), onMissed);
  }

  return {
    note(keyId) {
      waiting.delete(keyId);
      waiting.set(keyId, now());
      const [oldest] = waiting.keys();
      if (waiting.size > KEYS_LIMIT && oldest !== undefined) waiting.delete(oldest);
    },

    flush() {
      running ??= write().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
