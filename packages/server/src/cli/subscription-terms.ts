import { CALL_STATES, SUBSCRIPTION_KINDS, type SubscriptionKind } from '@dialpad-cti/core';

import { usageError } from './usage-error.ts';
import { someOf } from './words-option.ts';

/** `unknown` is ours, for states that Dialpad adds one day. */
const ASKABLE = ['all', ...CALL_STATES.filter((state) => state !== 'unknown')] as const;

export const KINDS_OPTION = [
  '--subscriptions <kinds>',
  `of these kinds only, by commas: ${SUBSCRIPTION_KINDS.join(', ')}`,
  someOf(SUBSCRIPTION_KINDS),
] as const;

export const CALL_STATES_OPTION = [
  '--call-states <states>',
  'of calls only these states, by commas, such as ringing,connected,hangup; all without',
  someOf(ASKABLE),
] as const;

export interface TermsOptions {
  readonly subscriptions?: readonly SubscriptionKind[];
  readonly callStates?: readonly string[];
}

/** As the API takes them; undefined leaves it to the server. */
export function subscriptionTerms({
  subscriptions,
  callStates,
}: TermsOptions): readonly object[] | undefined {
  if (subscriptions === undefined && callStates === undefined) return undefined;
  const kinds = subscriptions ?? SUBSCRIPTION_KINDS;
  if (callStates !== undefined && !kinds.includes('call')) {
    throw usageError('--call-states says something of calls: have call among --subscriptions.');
  }
  return kinds.map((kind) =>
    kind === 'call' && callStates !== undefined ? { kind, call_states: callStates } : { kind },
  );
}
