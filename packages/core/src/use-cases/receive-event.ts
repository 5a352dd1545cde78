import { errAsync, okAsync, ResultAsync } from 'neverthrow';

import type { NewEvent } from '../domain/event.ts';
import type { EventStore, SetAsideReason } from '../ports/event-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { eventOfPayload } from './event-of-payload.ts';
import type { FindHook, HookNotFound, KnownHook } from './hook-directory.ts';
import { createHourlyBudget } from './hourly-budget.ts';
import { trimToken } from './trim-token.ts';
import { type SignatureRefused, type SignatureRefusedReason, verifyHs256 } from './verify-jwt.ts';

/** Wrongly signed tokens kept for an operator who has mistaken the secret: an hour and hook, bytes. */
const KEPT_REFUSALS = 200;
const KEPT_REFUSAL_BYTES = 64 * 1_024;

export interface ReceiveEventDeps {
  readonly findHook: FindHook;
  /**
   * Has hooks found anew that were changed before the call. Dialpad may sign with a secret that another
   * process has stored a moment ago; without this such a delivery is refused, and lost. Never rejects.
   */
  readonly catchUp?: () => Promise<void>;
  readonly eventStore: Pick<EventStore, 'append' | 'setAside'>;
  /** Epoch ms. */
  readonly now: () => number;
  /** An event waits for the worker. */
  readonly onStored: () => void;
  readonly onRefused: (hookId: string, reason: SignatureRefusedReason) => void;
  /**
   * A delivery came that the current secret signed while a rotation is open: told once a hook, and again
   * when telling failed or the hook was read anew.
   */
  readonly onNewSecretVerified?: (hookId: string) => ResultAsync<void, StoreError>;
  /** A wrongly signed token could not be kept; its sender was answered all the same. */
  readonly onSetAsideFailed: (error: StoreError) => void;
}

/** Durable in each case. `set-aside` and `unrouted` wait for a person. */
export type Received =
  | { readonly kind: 'stored'; readonly eventId: string }
  | { readonly kind: 'duplicate'; readonly eventId: string }
  | { readonly kind: 'set-aside'; readonly reason: SetAsideReason }
  | { readonly kind: 'unrouted' };

export type ReceiveEventError = HookNotFound | SignatureRefused | StoreError;

/** Takes the body of one delivery as it came. Null is the plain path. */
export type ReceiveEvent = (
  hookId: string | null,
  body: Uint8Array,
) => ResultAsync<Received, ReceiveEventError>;

/** Verifies first, then reads; the answer comes when what was verified is kept. */
export function createReceiveEvent(deps: ReceiveEventDeps): ReceiveEvent {
  const takeOne = createHourlyBudget({ limit: KEPT_REFUSALS, now: deps.now });

  function refuse(hook: KnownHook, token: Uint8Array, refusal: SignatureRefused): void {
    deps.onRefused(hook.hookId, refusal.reason);
    if (refusal.reason !== 'signature-differs' || token.length > KEPT_REFUSAL_BYTES) return;
    if (!takeOne(hook.hookId)) return;
    // Not awaited: whether it can be kept is no concern of the sender's.
    void setAside(deps, hook, { reason: 'signature-refused', body: token }).orTee(
      deps.onSetAsideFailed,
    );
  }

  function take(hook: KnownHook, token: Uint8Array, verified: Verified): ReturnType<ReceiveEvent> {
    return verified
      .andTee(() => tellNewSecret(deps, hook, token))
      .orTee((refusal) => refuse(hook, token, refusal))
      .asyncAndThen((payload) => keep(deps, hook, payload));
  }

  return (hookId, body) =>
    deps.findHook(hookId).andThen((hook) => {
      const token = trimToken(body);
      const verified = verifyHs256(token, hook.keys);
      // The plain path's secrets are settings: there is nothing to catch up with.
      if (deps.catchUp === undefined || hookId === null || !hasOtherSecret(verified)) {
        return take(hook, token, verified);
      }
      return hookOfNow(deps, hook).andThen((now) => take(now, token, verifyHs256(token, now.keys)));
    });
}

type Verified = ReturnType<typeof verifyHs256>;

const hasOtherSecret = (verified: Verified): boolean =>
  verified.isErr() && verified.error.reason === 'signature-differs';

/** Costs a second look at the signature, while a rotation is open and nobody has told. */
function tellNewSecret(deps: ReceiveEventDeps, hook: KnownHook, token: Uint8Array): void {
  const { hookId, openRotation } = hook;
  const { onNewSecretVerified } = deps;
  if (onNewSecretVerified === undefined || openRotation === null || openRotation.isTold) return;
  if (!hasNewSecret(hook, token)) return;
  openRotation.isTold = true;
  // Not awaited: the sender waits for the event to be kept, and for nothing else.
  void hookOfNow(deps, hook)
    .andThen((now) => (hasNewSecret(now, token) ? onNewSecretVerified(hookId) : okAsync()))
    .orTee(() => {
      openRotation.isTold = false;
    });
}

/** What was the current secret here may be the one before since: then it proves nothing. */
const hookOfNow = (
  { catchUp, findHook }: ReceiveEventDeps,
  hook: KnownHook,
): ReturnType<FindHook> =>
  catchUp === undefined
    ? okAsync(hook)
    : ResultAsync.fromSafePromise<void, never>(catchUp()).andThen(() => findHook(hook.hookId));

/** Whether Dialpad has taken the secret that an open rotation gave it. */
const hasNewSecret = ({ openRotation, keys: [current] }: KnownHook, token: Uint8Array): boolean =>
  openRotation !== null && current !== undefined && verifyHs256(token, [current]).isOk();

function keep(
  deps: ReceiveEventDeps,
  hook: KnownHook,
  payload: Uint8Array,
): ResultAsync<Received, StoreError> {
  const { appId, hookId } = hook;
  if (appId === null) {
    return setAside(deps, hook, { reason: 'unrouted', body: payload }).map(() => ({
      kind: 'unrouted',
    }));
  }
  return eventOfPayload({ appId, hookId }, payload).match(
    (event) => append(deps, event),
    ({ kind: reason }) =>
      setAside(deps, hook, { reason, body: payload }).map(() => ({ kind: 'set-aside', reason })),
  );
}

function append(deps: ReceiveEventDeps, event: NewEvent): ResultAsync<Received, StoreError> {
  return deps.eventStore.append([event]).andThen(([appended]) => {
    if (appended === undefined) return errAsync(unanswered);
    const { id: eventId, isDuplicate } = appended;
    if (isDuplicate) return okAsync({ kind: 'duplicate' as const, eventId });
    deps.onStored();
    return okAsync({ kind: 'stored' as const, eventId });
  });
}

const unanswered: StoreError = {
  kind: 'store-unavailable',
  cause: 'the event store did not say what became of the event',
};

function setAside(
  { eventStore }: ReceiveEventDeps,
  { hookId, appId }: KnownHook,
  { reason, body }: { readonly reason: SetAsideReason; readonly body: Uint8Array },
): ResultAsync<void, StoreError> {
  return eventStore.setAside({ hookId, appId, reason, body });
}
