import { ResultAsync } from 'neverthrow';

import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { SlowHash } from '../ports/slow-hash.ts';
import type { StoreError } from '../ports/store-error.ts';
import { newApiKey } from './api-key.ts';
import type { RandomBytes } from './base62.ts';
import { keyDigest, type Peppers } from './pepper.ts';

export interface MakeApiKeyDeps {
  readonly slowHash: SlowHash;
  readonly peppers: Peppers;
  readonly randomBytes: RandomBytes;
}

interface MadeApiKey {
  /** Only what the key is verified with. */
  readonly record: ApiKeyRecord;
  /** Shown once, kept nowhere. */
  readonly text: string;
}

/** A new key, not kept yet. */
export function makeApiKey(
  { slowHash, peppers, randomBytes }: MakeApiKeyDeps,
  { appId, name }: Pick<ApiKeyRecord, 'appId' | 'name'>,
): ResultAsync<MadeApiKey, StoreError> {
  const { keyId, text } = newApiKey(randomBytes);
  const [pepper] = peppers;
  const digest = keyDigest(text, pepper);
  return slowHashOf(slowHash, text).map((hash) => ({
    record: { keyId, appId, name, digest, pepperId: pepper.pepperId, hash },
    text,
  }));
}

/** A hash that fails says that the machine is out of something: like a storage, it may come back. */
function slowHashOf(slowHash: SlowHash, text: string): ResultAsync<string, StoreError> {
  return ResultAsync.fromThrowable(
    async () => slowHash.hash(text),
    (cause): StoreError => ({ kind: 'store-unavailable', cause }),
  )();
}
