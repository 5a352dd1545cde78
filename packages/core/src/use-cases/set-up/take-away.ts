import { ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { Registration } from '../../domain/registration.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { readDialpad } from './at-dialpad.ts';
import { gone } from './gone.ts';
import { ownSubscriptions } from './own-subscriptions.ts';
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
    yield* registry.note(hookId, { state: 'deleting' });
    const at = yield* readDialpad(client);
    const { main, doubled } = ownWebhooks(registration, at.webhooks);
    const nothing = { ...registration, wanted: [] };
    const left = ownSubscriptions(nothing, main?.id ?? null, at).flatMap(
      ({ unwanted }) => unwanted,
    );
    for (const { id, terms } of left) yield* gone(client.deleteSubscription(terms.kind, id));
    if (main !== null) yield* gone(client.deleteWebhook(main.id));
    const doubledIds = doubled.map(({ id }) => id);
    yield* removeWebhooks(client, doubledIds, at.subscriptions);
    yield* keyStore.deleteHook(hookId, act);
    return ok({ ...registration, state: 'deleting' as const });
  });
}
