import { type HookStatus, type Registration, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { hookUrl } from './hook-url.ts';
import { RegistrationView, registrationView } from './registration-view.ts';

export const HookView = z.object({
  hook_id: z.string(),
  hook_url: z.string().describe('What Dialpad posts to.'),
  app_id: z.uuid(),
  created_at: Timestamp,
  previous_secret_until: Timestamp.nullable().describe(
    'Until then the secret before the current one verifies as well; null: it does not, or has no end yet.',
  ),
  rotation_open: z
    .boolean()
    .describe(
      'The secret before goes on to verify until Dialpad has signed with the current one, and 5 hours more.',
    ),
  registration: RegistrationView.nullable().describe(
    'What we keep set up in Dialpad for it; null: it is on our side only.',
  ),
});
export type HookView = z.infer<typeof HookView>;

export function hookView(
  publicUrl: string,
  hook: HookStatus,
  registration: Registration | null,
): HookView {
  return {
    hook_id: hook.hookId,
    hook_url: registration?.hookUrl ?? hookUrl(publicUrl, hook.hookId),
    app_id: hook.appId,
    created_at: hook.createdAt,
    previous_secret_until: hook.previousSecretUntil,
    rotation_open: hook.isRotationOpen,
    registration: registration && registrationView(registration),
  };
}
