import { z } from 'zod';

import { success } from './success.ts';

const RESULTS = {
  stored: 'stored',
  duplicate: 'duplicate',
  'set-aside': 'set_aside',
  unrouted: 'unrouted',
} as const;

/** Dialpad reads the status alone; the rest is for people who try things by hand. */
export const WebhookReceived = z.object({
  success: z.literal(true),
  result: z.enum(Object.values(RESULTS)),
});

export const webhookReceived = (received: { readonly kind: keyof typeof RESULTS }) =>
  success(200, { result: RESULTS[received.kind] });
