import { err, ok, ResultAsync, safeTry } from 'neverthrow';

import {
  type DialpadSubscription,
  type DialpadWebhook,
  SUBSCRIPTION_KINDS,
} from '../../domain/dialpad.ts';
import type { DialpadClient, DialpadError, DialpadItems } from '../../ports/dialpad-client.ts';

/** All webhooks and subscriptions of a company, whoever made them. */
export interface AtDialpad {
  readonly webhooks: readonly DialpadWebhook[];
  readonly subscriptions: readonly DialpadSubscription[];
}

export function readDialpad(
  client: Pick<DialpadClient, 'webhooks' | 'subscriptions'>,
): ResultAsync<AtDialpad, DialpadError> {
  return safeTry<AtDialpad, DialpadError>(async function* () {
    const webhooks = yield* allOf(client.webhooks());
    const subscriptions: DialpadSubscription[] = [];
    for (const kind of SUBSCRIPTION_KINDS) {
      subscriptions.push(...(yield* allOf(client.subscriptions(kind))));
    }
    return ok({ webhooks, subscriptions });
  });
}

export function allOf<Item>(items: DialpadItems<Item>): ResultAsync<readonly Item[], DialpadError> {
  return new ResultAsync(
    (async () => {
      const all: Item[] = [];
      for await (const item of items) {
        if (item.isErr()) return err(item.error);
        all.push(item.value);
      }
      return ok(all);
    })(),
  );
}
