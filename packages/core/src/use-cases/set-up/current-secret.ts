import { err, ok, type ResultAsync } from 'neverthrow';

import type { KeyStore } from '../../ports/key-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { Busy } from '../../ports/webhook-registry.ts';

/** What Dialpad is to sign with. `busy` when somebody has just deleted the hook. */
export function currentSecret(
  keyStore: Pick<KeyStore, 'hook'>,
  hookId: string,
): ResultAsync<string, Busy | StoreError> {
  return keyStore.hook(hookId).andThen((hook) => {
    const current = hook?.secrets[0];
    return current === undefined ? err({ kind: 'busy' as const }) : ok(current.text);
  });
}
