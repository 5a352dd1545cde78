import { type Drift, SUBSCRIPTION_KINDS } from '@dialpad-cti/core';
import { z } from 'zod';

export const DriftView = z.object({
  kind: z
    .enum([
      'webhook-missing',
      'webhook-doubled',
      'webhook-address-differs',
      'webhook-secret-differs',
      'subscription-missing',
      'subscription-doubled',
      'subscription-differs',
      'subscription-unwanted',
      'webhook-stale',
      'webhook-foreign',
    ])
    .describe(
      "`webhook-stale`: at an address of ours, for a webhook that we do not know; `webhook-foreign`: somebody else's, which we leave alone.",
    ),
  webhook_id: z.string().optional().describe("Dialpad's."),
  hook_url: z.string().nullable().optional(),
  subscription: z.enum(SUBSCRIPTION_KINDS).optional(),
  subscription_id: z.string().optional().describe("Dialpad's."),
});
export type DriftView = z.infer<typeof DriftView>;

export function driftView(drift: Drift): DriftView {
  return {
    kind: drift.kind,
    ...('webhookId' in drift ? { webhook_id: drift.webhookId } : {}),
    ...('hookUrl' in drift ? { hook_url: drift.hookUrl } : {}),
    ...('subscription' in drift ? { subscription: drift.subscription } : {}),
    ...('subscriptionId' in drift ? { subscription_id: drift.subscriptionId } : {}),
  };
}
