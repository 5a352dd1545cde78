import { type KnownSubscription, type Registration, SUBSCRIPTION_KINDS } from '@dialpad-cti/core';
import { z } from 'zod';

import { TermsView, termsView } from './terms-view.ts';

export const KnownSubscriptionView = z.object({
  kind: z.enum(SUBSCRIPTION_KINDS),
  id: z.string().describe("Dialpad's."),
});
export type KnownSubscriptionView = z.infer<typeof KnownSubscriptionView>;

export const RegistrationView = z.object({
  webhook_id: z.string().nullable().describe("Dialpad's; null until Dialpad has told it."),
  state: z
    .enum(['pending', 'registered', 'deleting'])
    .describe(
      '`pending`: meant to be at Dialpad, but not known to be there whole; `registered`: it was, when we last looked; `deleting`: meant to be gone.',
    ),
  hook_url: z.string().describe('What Dialpad posts to.'),
  wanted: z.array(TermsView).readonly(),
  subscriptions: z.array(KnownSubscriptionView).readonly(),
});
export type RegistrationView = z.infer<typeof RegistrationView>;

export const knownSubscriptionView = ({ kind, id }: KnownSubscription): KnownSubscriptionView => ({
  kind,
  id,
});

export function registrationView(registration: Registration): RegistrationView {
  return {
    webhook_id: registration.webhookId,
    state: registration.state,
    hook_url: registration.hookUrl,
    wanted: registration.wanted.map(termsView),
    subscriptions: registration.subscriptions.map(knownSubscriptionView),
  };
}
