import { ok, type ResultAsync, safeTry } from 'neverthrow';

import type { DialpadId } from '../../domain/scalars.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { gone } from './gone.ts';

/** Takes webhooks away at Dialpad, each after all that delivers to it. */
export function removeWebhooks(
  client: Pick<DialpadClient, 'deleteWebhook' | 'deleteSubscription'>,
  webhookIds: readonly DialpadId[],
  subscriptions: AtDialpad['subscriptions'],
): ResultAsync<void, DialpadError> {
  return safeTry<void, DialpadError>(async function* () {
    for (const webhookId of webhookIds) {
      const own = subscriptions.filter((subscription) => subscription.webhookId === webhookId);
      for (const { id, terms } of own) yield* gone(client.deleteSubscription(terms.kind, id));
      yield* gone(client.deleteWebhook(webhookId));
    }
    return ok();
  });
}
