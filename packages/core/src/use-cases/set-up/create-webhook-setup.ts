import { aloneWith } from './alone-with.ts';
import { changeWanted } from './change-wanted.ts';
import { repairWebhook } from './repair-webhook.ts';
import { rotateRegistered } from './rotate-registered.ts';
import { setUpWebhook } from './set-up-webhook.ts';
import { showDrift } from './show-drift.ts';
import { takeAway } from './take-away.ts';
import type { WebhookSetup, WebhookSetupDeps } from './webhook-setup.ts';

/** All that changes an app's set-up is done by one at a time, in whatever process. */
export function createWebhookSetup(deps: WebhookSetupDeps): WebhookSetup {
  return {
    setUp: (request, act) => setUpWebhook(deps, request, act),
    drift: (hookId) => showDrift(deps, hookId),
    repair: (hookId, act) => repairWebhook(deps, hookId, act),
    remove: (hookId, act) =>
      aloneWith(deps, hookId, (registration) =>
        deps
          .dialpadFor(registration.appId)
          .andThen((client) => takeAway(deps, { client, registration }, act)),
      ),
    rotateSecret: (request, act) => rotateRegistered(deps, request, act),
    subscribe: (hookId, terms, act) =>
      changeWanted(deps, { hookId, change: (wanted) => [...wanted, terms] }, act),
    unsubscribe: (hookId, kind, act) =>
      changeWanted(
        deps,
        { hookId, change: (wanted) => wanted.filter((terms) => terms.kind !== kind) },
        act,
      ),
  };
}
