import { err, ok, type Result } from 'neverthrow';

import type { CallFacts } from '../../domain/call-facts.ts';
import type { NewEvent } from '../../domain/event.ts';
import { INFERENCE_HOOK_ID } from '../../domain/hook.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { eventOfListedCall } from './event-of-listed-call.ts';
import { eventOfUnknownCall } from './event-of-unknown-call.ts';
import type { ReconciliationDeps } from './reconciliation.ts';

export interface SilentCall {
  readonly appId: string;
  readonly facts: CallFacts;
}

export type SilentAnswer =
  /** Its end is stored now. */
  | { readonly kind: 'ended' }
  /** Dialpad says that it is live, or what it says was stored before. */
  | { readonly kind: 'left' }
  /** Nobody can be asked, or whoever could be may not know the app. */
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'refused'; readonly error: DialpadError };

/** One request to Dialpad, unless the app has nobody to ask. */
export async function askAboutSilent(
  { dialpadFor, isKnownAtDialpad, eventStore, onStored }: ReconciliationDeps,
  call: SilentCall,
): Promise<Result<SilentAnswer, StoreError>> {
  const isKnown = await isKnownAtDialpad(call.appId);
  if (isKnown.isErr()) return ok({ kind: 'refused', error: isKnown.error });
  if (!isKnown.value) return ok({ kind: 'not-connected' });
  const client = await dialpadFor(call.appId);
  if (client.isErr()) {
    const { error } = client;
    if (error.kind === 'dialpad-not-connected') return ok({ kind: 'not-connected' });
    return ok({ kind: 'refused', error });
  }
  const told = await endOf(client.value, call);
  if (told.isErr()) return ok({ kind: 'refused', error: told.error });
  if (told.value === null) return ok({ kind: 'left' });
  const appended = await eventStore.append([told.value]);
  if (appended.isErr()) return err(appended.error);
  if (appended.value[0]?.isDuplicate !== false) return ok({ kind: 'left' });
  onStored();
  return ok({ kind: 'ended' });
}

/** The event that ends it; null while Dialpad says that it is live. */
async function endOf(
  client: DialpadClient,
  { appId, facts }: SilentCall,
): Promise<Result<NewEvent | null, DialpadError>> {
  const answer = await client.call(facts.callId);
  if (answer.isErr()) {
    if (answer.error.kind !== 'dialpad-not-found') return err(answer.error);
    return ok(eventOfUnknownCall(appId, facts));
  }
  const call = answer.value;
  if (call.endedAt === null) return ok(null);
  const told = eventOfListedCall({ appId, hookId: INFERENCE_HOOK_ID, call, known: facts });
  return ok(told?.event ?? null);
}
