import { type HookStatus, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { hookUrl } from './hook-url.ts';

export const HookView = z.object({
  hook_id: z.string(),
  hook_url: z.string().describe('Its address under the public URL of this server.'),
  app_id: z.uuid(),
  created_at: Timestamp,
  previous_secret_until: Timestamp.nullable().describe(
    'Until then the secret before the current one verifies as well; null: it does not.',
  ),
});
export type HookView = z.infer<typeof HookView>;

export function hookView(publicUrl: string, hook: HookStatus): HookView {
  return {
    hook_id: hook.hookId,
    hook_url: hookUrl(publicUrl, hook.hookId),
    app_id: hook.appId,
    created_at: hook.createdAt,
    previous_secret_until: hook.previousSecretUntil,
  };
}
