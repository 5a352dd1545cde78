import { okAsync, type ResultAsync } from 'neverthrow';

import type { UnexplainedCall } from '../../domain/backfill.ts';
import type { CallFacts } from '../../domain/call-facts.ts';
import type { DialpadCall } from '../../domain/dialpad.ts';
import type { NewEvent } from '../../domain/event.ts';
import { RECONCILIATION_HOOK_ID } from '../../domain/hook.ts';
import { isSame } from '../../domain/is-same.ts';
import { timeOfId } from '../../domain/time-of-id.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { callView } from '../call-view.ts';
import { joinCalls } from '../fold-call.ts';
import { voicemailView } from '../voicemail-view.ts';
import { eventOfListedCall } from './event-of-listed-call.ts';
import type { ReconciliationDeps } from './reconciliation.ts';

const FOLDED_AFTER_MS = 2 * 60_000;

/** A call that is not as Dialpad lists it. */
export type Unexplained = UnexplainedCall & { readonly startedAt: number };

export interface StoredPage {
  /** Calls of which something was lacking, and is stored now. */
  readonly recovered: number;
  /** Calls of which it had been stored for a while, and that lack it all the same. */
  readonly differing: readonly Unexplained[];
}

/** Stores of a page of Dialpad's list what would make another record of ours, in one go. */
export function storeListed(
  { store, eventStore, onStored, now }: ReconciliationDeps,
  appId: string,
  calls: readonly DialpadCall[],
): ResultAsync<StoredPage, StoreError> {
  if (calls.length === 0) return okAsync({ recovered: 0, differing: [] });
  const ids = calls.map(({ callId }) => callId);
  return store.callFacts(appId, ids).andThen((facts) => {
    const known = new Map(facts.map((own) => [own.callId, own]));
    const lacking = calls.flatMap(
      (call) => lackingOf(appId, call, known.get(call.callId) ?? null) ?? [],
    );
    if (lacking.length === 0) return okAsync({ recovered: 0, differing: [] });
    return eventStore.append(lacking.map(({ event }) => event)).map((appended) => {
      const recovered = appended.filter(({ isDuplicate }) => !isDuplicate).length;
      if (recovered > 0) onStored();
      // A younger one may still wait to be folded.
      const folded = lacking.filter(
        (_call, nth) => now() - timeOfId(appended[nth]?.id ?? '') > FOLDED_AFTER_MS,
      );
      return { recovered, differing: folded.flatMap(({ differing }) => differing) };
    });
  });
}

interface LackingCall {
  readonly event: NewEvent;
  /** To be told if the event turns out to be there already; none where the start is not known. */
  readonly differing: readonly Unexplained[];
}

/** Null when our record says already what the list says. */
function lackingOf(appId: string, call: DialpadCall, known: CallFacts | null): LackingCall | null {
  const listed = eventOfListedCall({ appId, hookId: RECONCILIATION_HOOK_ID, call, known });
  if (listed === null || (known !== null && isShownBy(known, listed.facts))) return null;
  const { callId: dialpadCallId, startedAt } = call;
  const differing =
    startedAt === null ? [] : [{ dialpadCallId, reason: 'differs' as const, startedAt }];
  return { event: listed.event, differing };
}

function isShownBy(known: CallFacts, told: CallFacts): boolean {
  const joined = joinCalls(known, told);
  return (
    isSame(callView(known), callView(joined)) && isSame(voicemailView(known), voicemailView(joined))
  );
}
