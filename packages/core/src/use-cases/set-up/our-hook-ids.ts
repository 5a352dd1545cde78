import { ok, type ResultAsync, safeTry } from 'neverthrow';

import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Registration } from '../../domain/registration.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { hookIdAt } from './compare-others.ts';

/** Of the hooks that webhooks at Dialpad post to, under addresses as ours, those that there are. */
export function ourHookIds(
  keyStore: Pick<KeyStore, 'hookStatus'>,
  registration: Registration,
  webhooks: readonly DialpadWebhook[],
): ResultAsync<ReadonlySet<string>, StoreError> {
  const named = new Set(webhooks.flatMap(({ hookUrl }) => hookIdAt(registration, hookUrl) ?? []));
  return safeTry<ReadonlySet<string>, StoreError>(async function* () {
    const found = new Set<string>();
    for (const hookId of named) {
      if ((yield* keyStore.hookStatus(hookId)) !== null) found.add(hookId);
    }
    return ok(found);
  });
}
