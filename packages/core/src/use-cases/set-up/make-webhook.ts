import { ok, okAsync, type ResultAsync, safeTry } from 'neverthrow';

import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Registration } from '../../domain/registration.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { allOf } from './at-dialpad.ts';
import { createOrFind } from './create-or-find.ts';
import { ownWebhooks } from './own-webhooks.ts';

export interface WebhookWork {
  readonly client: Pick<DialpadClient, 'webhooks' | 'createWebhook' | 'updateWebhook'>;
  readonly registration: Registration;
  /** The current one. */
  readonly secret: string;
}

/** The registration's webhook at Dialpad, with our address and secret. `known` spares a look. */
export function makeWebhook(
  { client, registration, secret }: WebhookWork,
  known: DialpadWebhook | null,
): ResultAsync<DialpadWebhook, DialpadError> {
  const { hookUrl } = registration;
  const ensured =
    known !== null
      ? okAsync(known)
      : createOrFind<DialpadWebhook, DialpadError>({
          find: () =>
            allOf(client.webhooks()).map((webhooks) => ownWebhooks(registration, webhooks).main),
          create: () => client.createWebhook({ hookUrl, secret }),
        });
  return safeTry<DialpadWebhook, DialpadError>(async function* () {
    const webhook = yield* ensured;
    if (webhook.hookUrl === hookUrl && webhook.secret === secret) return ok(webhook);
    return client.updateWebhook(webhook.id, { hookUrl, secret });
  });
}
