import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

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

  return (hookId, body) =>
    deps.findHook(hookId).andThen((hook) => {
      const token = trimToken(body);
      return verifyHs256(token, hook.keys)
        .andTee(() => tellNewSecret(deps, hook, token))
        .orTee((refusal) => refuse(hook, token, refusal))
        .asyncAndThen((payload) => keep(deps, hook, payload));
    });
}

/** Costs a second look at the signature, while a rotation is open and nobody has told. */
function tellNewSecret(
  { onNewSecretVerified }: ReceiveEventDeps,
  { hookId, keys: [current], openRotation }: KnownHook,
  token: Uint8Array,
): void {
  if (openRotation === null || openRotation.isTold) return;
  if (onNewSecretVerified === undefined || current === undefined) return;
  if (verifyHs256(token, [current]).isErr()) return;
  openRotation.isTold = true;
  // Not awaited: the sender waits for the event to be kept, and for nothing else.
  void onNewSecretVerified(hookId).orTee(() => {
    openRotation.isTold = false;
  });
}

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
