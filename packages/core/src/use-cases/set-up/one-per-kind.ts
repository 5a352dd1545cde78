import { SUBSCRIPTION_KINDS, type SubscriptionTerms } from '../../domain/dialpad.ts';

/** One of a kind, the last one given, in the order of `SUBSCRIPTION_KINDS`. */
export function onePerKind(terms: readonly SubscriptionTerms[]): readonly SubscriptionTerms[] {
  return SUBSCRIPTION_KINDS.flatMap(
    (kind) => terms.findLast((candidate) => candidate.kind === kind) ?? [],
  );
}
