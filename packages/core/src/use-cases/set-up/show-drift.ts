import { ok, safeTry } from 'neverthrow';

import { readDialpad } from './at-dialpad.ts';
import { compareSetUp } from './compare-set-up.ts';
import { currentSecret } from './current-secret.ts';
import { findRegistered } from './find-registered.ts';
import { ourHookIds } from './our-hook-ids.ts';
import type { WebhookSetup, WebhookSetupDeps } from './webhook-setup.ts';

/** Looks only, so it waits for nobody. */
export function showDrift(
  deps: WebhookSetupDeps,
  hookId: string,
): ReturnType<WebhookSetup['drift']> {
  const { keyStore, dialpadFor } = deps;
  return findRegistered(deps, hookId).andThen((registration) =>
    safeTry(async function* () {
      const client = yield* dialpadFor(registration.appId);
      const secret = yield* currentSecret(keyStore, hookId);
      const at = yield* readDialpad(client);
      const known = yield* ourHookIds(keyStore, registration, at.webhooks);
      const drift = compareSetUp({ registration, secret, ourHookIds: known }, at);
      return ok({ registration, drift });
    }),
  );
}
