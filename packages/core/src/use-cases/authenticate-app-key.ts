import { hash, timingSafeEqual } from 'node:crypto';

import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';

import type { Principal, StoredApiKey } from '../domain/api-key.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { SlowHash } from '../ports/slow-hash.ts';
import type { StoreError } from '../ports/store-error.ts';
import { parseApiKey } from './api-key.ts';
import { createSlowHashCheck } from './check-slow-hashes.ts';
import { createCredentialsCache } from './credentials-cache.ts';
import { keyDigest, type Peppers } from './pepper.ts';
import type { CredentialsWatch } from './watch-credentials.ts';

const CACHE_SIZE = 10_000;
const NO_DIGEST = new Uint8Array(32);

export interface AuthenticateAppKeyDeps {
  readonly keyStore: Pick<KeyStore, 'apiKey'>;
  readonly watch: CredentialsWatch;
  readonly peppers: Peppers;
  readonly slowHash: SlowHash;
  /** Epoch ms. */
  readonly now: () => number;
  /** A key fits its digest and not its slow hash: its row was changed by somebody. */
  readonly onHashMismatch: (keyId: string) => void;
  /** Each time that a key opens. Must not throw. */
  readonly onUsed: (keyId: string) => void;
}

/** The same for every reason, so that nothing can be learned by trying. */
export interface KeyRefused {
  readonly kind: 'key-refused';
}

export type AuthenticateAppKey = (
  apiKey: string,
) => ResultAsync<Principal, KeyRefused | StoreError>;

/** Who holds this key. A key that was seen before costs no I/O; a wrong one never a slow hash. */
export function createAuthenticateAppKey(deps: AuthenticateAppKeyDeps): AuthenticateAppKey {
  const cache = createCredentialsCache<StoredApiKey, KeyRefused | StoreError>({
    watch: deps.watch,
    size: CACHE_SIZE,
  });
  const slowCheck = createSlowHashCheck({
    slowHash: deps.slowHash,
    size: CACHE_SIZE,
    onMismatch({ fingerprint, keyId }) {
      cache.evict(fingerprint);
      deps.onHashMismatch(keyId);
    },
  });

  function accept({ appId, keyId, name }: StoredApiKey): Principal {
    deps.onUsed(keyId);
    return { appId, keyId, keyName: name };
  }

  return (apiKey) => {
    const keyId = parseApiKey(apiKey);
    if (keyId === null) return errAsync(refused);
    const fingerprint = hash('sha256', apiKey);
    if (slowCheck.isRefused(fingerprint)) return errAsync(refused);

    const known = cache.peek(fingerprint);
    if (known !== undefined) {
      return isLive(known, deps.now()) ? okAsync(accept(known)) : errAsync(refused);
    }
    return cache
      .load(fingerprint, () =>
        deps.keyStore.apiKey(keyId).andThen((stored) => {
          const proof = proved(stored, apiKey, deps.peppers);
          // Only what opens is kept: an app that is switched on again has its keys at once.
          return proof.andThen((key) => (isLive(key, deps.now()) ? ok(key) : err(refused)));
        }),
      )
      .map((stored) => {
        slowCheck.begin({ fingerprint, apiKey, keyId, hash: stored.hash });
        return accept(stored);
      });
  };
}

const refused: KeyRefused = { kind: 'key-refused' };

/** An unknown id or pepper is compared all the same, with nothing: it must not answer sooner. */
function proved(
  stored: StoredApiKey | null,
  apiKey: string,
  peppers: Peppers,
): Result<StoredApiKey, KeyRefused> {
  const pepper = peppers.find(({ pepperId }) => pepperId === stored?.pepperId);
  const expected = pepper === undefined ? NO_DIGEST : (stored?.digest ?? NO_DIGEST);
  const digest = keyDigest(apiKey, pepper ?? peppers[0]);
  const isProved = expected.length === digest.length && timingSafeEqual(digest, expected);
  return isProved && pepper !== undefined && stored !== null ? ok(stored) : err(refused);
}

/** Both times may lie ahead: a key that is being rotated out still opens for a while. */
function isLive({ isAppActive, expiresAt, revokedAt }: StoredApiKey, now: number): boolean {
  return isAppActive && now < (expiresAt ?? Infinity) && now < (revokedAt ?? Infinity);
}
