import { CALL_STATES } from '../../domain/call-state.ts';
import type { SubscriptionTerms } from '../../domain/dialpad.ts';
import { isSame } from '../../domain/is-same.ts';

/** Whether both ask for the same events. States are a set, and `all` is every one of them. */
export function isSameTerms(one: SubscriptionTerms, other: SubscriptionTerms): boolean {
  return isSame(plain(one), plain(other));
}

/** The first is no state of Dialpad's; the second is gone from its newer lists. */
const NOT_ASKED_FOR: ReadonlySet<string> = new Set(['unknown', 'eavesdrop']);
const EVERY_STATE = CALL_STATES.filter((state) => !NOT_ASKED_FOR.has(state));

function plain(terms: SubscriptionTerms): SubscriptionTerms {
  if (terms.kind !== 'call') return terms;
  const states = new Set(terms.callStates);
  // Dialpad may write `all` out.
  const isEvery = states.has('all') || EVERY_STATE.every((state) => states.has(state));
  return { kind: 'call', callStates: isEvery ? ['all'] : [...states].toSorted() };
}
