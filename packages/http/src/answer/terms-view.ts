import { SUBSCRIPTION_KINDS, type SubscriptionTerms } from '@dialpad-cti/core';
import { z } from 'zod';

/** One object for all kinds: each has the fields of its own kind. */
export const TermsView = z.object({
  kind: z.enum(SUBSCRIPTION_KINDS),
  call_states: z.array(z.string()).readonly().optional().describe('Of `call`: states, or `all`.'),
  direction: z.enum(['all', 'inbound', 'outbound']).optional().describe('Of `sms`.'),
  status: z
    .boolean()
    .optional()
    .describe("Of `sms`: also each change of a message's delivery status."),
  include_internal: z.boolean().optional().describe('Of `sms`: also messages between colleagues.'),
});
export type TermsView = z.infer<typeof TermsView>;

export function termsView(terms: SubscriptionTerms): TermsView {
  switch (terms.kind) {
    case 'call':
      return { kind: terms.kind, call_states: terms.callStates };
    case 'sms':
      return {
        kind: terms.kind,
        direction: terms.direction,
        status: terms.status,
        include_internal: terms.includeInternal,
      };
    case 'agent_status':
      return { kind: terms.kind };
  }
}
