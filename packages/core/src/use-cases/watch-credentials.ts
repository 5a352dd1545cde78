import type { KeyStore } from '../ports/key-store.ts';

/** What was read longer ago proves nothing: a right that was taken away ends within this time. */
export const CREDENTIALS_TRUST_MS = 5_000;

export interface CredentialsWatchDeps {
  readonly keyStore: Pick<KeyStore, 'credentialsEpoch'>;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface CredentialsWatch {
  /** Reads the epoch, one reading at a time; to be called every 2 s and at every hint. Never rejects. */
  readonly poll: () => Promise<void>;
  /** As `poll`, with a reading that begins after the call: what was committed before it is noticed. */
  readonly catchUp: () => Promise<void>;
  /** Whether what was cached may be used now. */
  readonly isTrusted: () => boolean;
  /** Calls when everything cached is void, before `poll` resolves. */
  readonly onChange: (listener: () => void) => void;
}

/** Tells every cache of keys, hooks and sockets when rights may have changed. */
export function createCredentialsWatch({ keyStore, now }: CredentialsWatchDeps): CredentialsWatch {
  const listeners: (() => void)[] = [];
  let epoch: number | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function read(): Promise<void> {
    // The time before the reading: the epoch is at least as fresh as that.
    const begunAt = now();
    const found = await keyStore.credentialsEpoch().unwrapOr(null);
    if (found === null) return;
    readAt = begunAt;
    if (found === epoch) return;
    // Other, not only greater: a database that was restored goes back.
    epoch = found;
    for (const listener of listeners) listener();
  }

  function poll(): Promise<void> {
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    poll,

    async catchUp() {
      await running;
      await poll();
    },

    isTrusted() {
      const age = now() - readAt;
      return age >= 0 && age < CREDENTIALS_TRUST_MS;
    },

    onChange: (listener) => void listeners.push(listener),
  };
}
