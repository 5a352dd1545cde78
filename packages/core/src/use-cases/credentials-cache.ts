import type { ResultAsync } from 'neverthrow';

import { createLruCache } from './lru-cache.ts';
import type { CredentialsWatch } from './watch-credentials.ts';

export interface CredentialsCacheDeps {
  readonly watch: CredentialsWatch;
  readonly size: number;
}

export interface CredentialsCache<Value, Fault> {
  /** Without I/O; nothing while the watch cannot be trusted. */
  readonly peek: (key: string) => Value | undefined;
  /** Looks up once for all who ask at the same time, and keeps what is found. */
  readonly load: (
    key: string,
    lookup: () => ResultAsync<Value, Fault>,
  ) => ResultAsync<Value, Fault>;
  readonly evict: (key: string) => void;
}

/** Void whenever credentials change; a lookup that a change overtook is not kept either. */
export function createCredentialsCache<Value, Fault>({
  watch,
  size,
}: CredentialsCacheDeps): CredentialsCache<Value, Fault> {
  const values = createLruCache<Value>(size);
  const running = new Map<string, ResultAsync<Value, Fault>>();
  let generation = 0;
  watch.onChange(() => {
    generation += 1;
    values.clear();
    running.clear();
  });

  function start(key: string, lookup: () => ResultAsync<Value, Fault>): ResultAsync<Value, Fault> {
    const begunIn = generation;
    const forget = (): void => {
      if (running.get(key) === answer) running.delete(key);
    };
    const answer: ResultAsync<Value, Fault> = lookup()
      .andTee((value) => {
        if (begunIn === generation) values.set(key, value);
        forget();
      })
      .orTee(forget);
    running.set(key, answer);
    return answer;
  }

  return {
    peek: (key) => (watch.isTrusted() ? values.get(key) : undefined),
    load: (key, lookup) => running.get(key) ?? start(key, lookup),
    evict: values.delete,
  };
}
