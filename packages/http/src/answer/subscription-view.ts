import type { Registration, SubscriptionKind, SubscriptionTerms } from '@dialpad-cti/core';
import { SUBSCRIPTION_KINDS } from '@dialpad-cti/core';
import { z } from 'zod';

import { TermsView, termsView } from './terms-view.ts';

export const SubscriptionView = z.object({
  id: z.string().nullable().describe("Dialpad's; null until Dialpad has told it."),
  app_id: z.uuid(),
  hook_id: z.string(),
  webhook_id: z.string().nullable().describe("Dialpad's; null until Dialpad has told it."),
  is_wanted: z.boolean().describe('False: it is there, but meant to be gone.'),
  ...TermsView.shape,
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** What is wanted, and what is known to be there. */
export const subscriptionViews = (registration: Registration): readonly SubscriptionView[] =>
  SUBSCRIPTION_KINDS.flatMap((kind) => {
    const terms = termsFor(registration, kind);
    const id = registration.subscriptions.find((one) => one.kind === kind)?.id ?? null;
    if (terms === null && id === null) return [];
    return [
      {
        id,
        app_id: registration.appId,
        hook_id: registration.hookId,
        webhook_id: registration.webhookId,
        is_wanted: terms !== null && registration.state !== 'deleting',
        ...(terms === null ? { kind } : termsView(terms)),
      },
    ];
  });

const termsFor = ({ wanted }: Registration, kind: SubscriptionKind): SubscriptionTerms | null =>
  wanted.find((terms) => terms.kind === kind) ?? null;
