import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';

import { DEFAULT_HOOK_ID, type Hook, type HookSecret } from '../domain/hook.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { createCredentialsCache } from './credentials-cache.ts';
import { type HmacKey, hmacKey } from './hmac-key.ts';
import { createLruCache } from './lru-cache.ts';
import type { CredentialsWatch } from './watch-credentials.ts';

const CACHE_SIZE = 10_000;
/** Long enough to break a flood of requests for nothing, too short to be noticed. */
const ABSENCE_MS = 2_000;
/** Anything else is no id of ours, and must not reach a cache or a storage. */
const SHAPE = /^[\w-]{1,64}$/;

export interface HookDirectoryDeps {
  readonly keyStore: Pick<KeyStore, 'hook' | 'app' | 'onlyApp'>;
  readonly watch: CredentialsWatch;
  /** Epoch ms. */
  readonly now: () => number;
  /** The plain path. Without a secret there is none; without an app it belongs to the only one. */
  readonly defaultHook: { readonly secrets: readonly string[]; readonly appId: string | null };
}

/** A hook with its secrets ready to verify with. */
export interface KnownHook {
  readonly hookId: string;
  /** Null: the plain path, and no app to give its events to. */
  readonly appId: string | null;
  /** Of the secrets that verify now, that of the current one first. */
  readonly keys: readonly HmacKey[];
  /** Null while no rotation waits for a delivery that the current secret signed. */
  readonly openRotation: OpenRotation | null;
}

/** The same for all who find the hook, until it is read anew. */
export interface OpenRotation {
  /** Whoever saw such a delivery has told of it. */
  isTold: boolean;
}

export interface HookNotFound {
  readonly kind: 'hook-not-found';
}

/** Null asks for the plain path. */
export type FindHook = (hookId: string | null) => ResultAsync<KnownHook, HookNotFound | StoreError>;

/** Hooks by their id. One that was asked for before costs no I/O, as long as that can be trusted. */
export function createHookDirectory(deps: HookDirectoryDeps): FindHook {
  const { keyStore, watch, defaultHook } = deps;
  const hooks = createCredentialsCache<KeptHook, HookNotFound | StoreError>({
    watch,
    size: CACHE_SIZE,
  });
  const plainHooks = createCredentialsCache<KnownHook, HookNotFound | StoreError>({
    watch,
    size: 1,
  });
  /** Until when each is taken for absent. */
  const absent = createLruCache<number>(CACHE_SIZE);
  watch.onChange(absent.clear);
  const plainKeys = defaultHook.secrets.map(hmacKey);

  function findPlain(): ReturnType<FindHook> {
    if (plainKeys.length === 0) return errAsync(notFound);
    const known = plainHooks.peek(DEFAULT_HOOK_ID);
    if (known !== undefined) return okAsync(known);
    return plainHooks.load(DEFAULT_HOOK_ID, () =>
      (defaultHook.appId === null ? keyStore.onlyApp() : keyStore.app(defaultHook.appId)).map(
        (app) => ({
          hookId: DEFAULT_HOOK_ID,
          appId: app?.appId ?? null,
          keys: plainKeys,
          openRotation: null,
        }),
      ),
    );
  }

  return (hookId) => {
    if (hookId === null) return findPlain();
    const kept = hooks.peek(hookId);
    if (kept !== undefined) return okAsync(knownHook(kept, deps.now()));
    const isAbsent = watch.isTrusted() && deps.now() < (absent.get(hookId) ?? 0);
    if (isAbsent || !SHAPE.test(hookId)) return errAsync(notFound);

    return hooks
      .load(hookId, () => keyStore.hook(hookId).andThen(keptHook))
      .map((found) => knownHook(found, deps.now()))
      .orTee(({ kind }) => {
        if (kind === 'hook-not-found') absent.set(hookId, deps.now() + ABSENCE_MS);
      });
  };
}

const notFound: HookNotFound = { kind: 'hook-not-found' };

/** As it lies in the cache, where a secret may outlive its time. */
interface KeptHook {
  readonly hookId: string;
  readonly appId: string | null;
  readonly secrets: readonly (Pick<HookSecret, 'until'> & { readonly key: HmacKey })[];
  readonly openRotation: OpenRotation | null;
}

function keptHook(hook: Hook | null): Result<KeptHook, HookNotFound> {
  if (hook === null) return err(notFound);
  const secrets = hook.secrets.map(({ text, until }) => ({ key: hmacKey(text), until }));
  const [, previous] = hook.secrets;
  const openRotation = previous?.until === null ? { isTold: false } : null;
  return ok({ hookId: hook.hookId, appId: hook.appId, secrets, openRotation });
}

function knownHook({ secrets, ...hook }: KeptHook, now: number): KnownHook {
  const verifying = secrets.filter(({ until }) => until === null || now < until);
  return { ...hook, keys: verifying.map(({ key }) => key) };
}
