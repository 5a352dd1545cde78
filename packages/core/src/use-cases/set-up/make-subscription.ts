import { err, ok, type Result, type ResultAsync } from 'neverthrow';

import type { DialpadSubscription, SubscriptionTerms } from '../../domain/dialpad.ts';
import type { DialpadId } from '../../domain/scalars.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { allOf } from './at-dialpad.ts';
import { createOrFind } from './create-or-find.ts';
import type { SubscriptionLimit } from './webhook-setup.ts';

/** Of one kind, as Dialpad says. */
const MOST_COMPANY_WIDE = 10;
const MOST_IN_ALL = 100;

export interface NewOwnSubscription {
  readonly terms: SubscriptionTerms;
  readonly webhookId: DialpadId;
}

/** A subscription for all of the company, where there is none on this webhook. */
export function makeSubscription(
  client: Pick<DialpadClient, 'subscriptions' | 'createSubscription'>,
  { terms, webhookId }: NewOwnSubscription,
): ResultAsync<DialpadSubscription, DialpadError | SubscriptionLimit> {
  return createOrFind<DialpadSubscription, DialpadError | SubscriptionLimit>({
    find: () =>
      allOf(client.subscriptions(terms.kind)).andThen((all) =>
        findOrLimit(all, { terms, webhookId }),
      ),
    create: () => client.createSubscription({ terms, webhookId, enabled: true }),
  });
}

function findOrLimit(
  all: readonly DialpadSubscription[],
  { terms: { kind: subscription }, webhookId }: NewOwnSubscription,
): Result<DialpadSubscription | null, SubscriptionLimit> {
  const companyWide = all.filter(({ target }) => target === null);
  const own = companyWide.find((one) => one.webhookId === webhookId);
  if (own !== undefined) return ok(own);
  const isFull = companyWide.length >= MOST_COMPANY_WIDE || all.length >= MOST_IN_ALL;
  return isFull ? err({ kind: 'subscription-limit', subscription }) : ok(null);
}
