import { ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { Registration } from '../../domain/registration.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { readDialpad } from './at-dialpad.ts';
import { gone } from './gone.ts';
import { ownWebhooks } from './own-webhooks.ts';
import { removeWebhooks } from './remove-webhooks.ts';
import type { WebhookSetupDeps } from './webhook-setup.ts';

/**
 * Subscriptions, then webhooks, then our record, which says from the start that it is meant to go: cut
 * off anywhere it can be begun again.
 */
export function takeAway(
  { registry, keyStore }: Pick<WebhookSetupDeps, 'registry' | 'keyStore'>,
  { client, registration }: { readonly client: DialpadClient; readonly registration: Registration },
  act: Act,
): ResultAsync<Registration, DialpadError> {
  return safeTry<Registration, DialpadError>(async function* () {
    const { hookId } = registration;
    
    const { webhooks, subscriptions } = yield* readDialpad(client);
    const { main, doubled } = ownWebhooks(registration, webhooks);
    // Those that we made go on to be there when somebody takes their webhook away.
    const known = new Set(registration.subscriptions.map(({ id }) => id));
    const left = subscriptions.filter(({ id, webhookId }) => webhookId === null && known.has(id));
    for (const { id, terms } of left) yield* gone(client.deleteSubscription(terms.kind, id));
    const ids = [...(main === null ? [] : [main]), ...doubled].map(({ id }) => id);
    yield* removeWebhooks(client, ids, subscriptions);
    yield* keyStore.deleteHook(hookId, act);
    return ok({ ...registration, state: 'deleting' as const });
  });
}
