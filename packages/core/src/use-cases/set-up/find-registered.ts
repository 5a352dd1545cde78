import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Registration } from '../../domain/registration.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { HookNotFound } from '../hook-directory.ts';
import type { NotRegistered, WebhookSetupDeps } from './webhook-setup.ts';

/** The registration of a hook, or why there is none. */
export function findRegistered(
  { registry, keyStore }: Pick<WebhookSetupDeps, 'registry' | 'keyStore'>,
  hookId: string,
): ResultAsync<Registration, HookNotFound | NotRegistered | StoreError> {
  return safeTry<Registration, HookNotFound | NotRegistered | StoreError>(async function* () {
    const registration = yield* registry.registration(hookId);
    if (registration !== null) return ok(registration);
    const hook = yield* keyStore.hookStatus(hookId);
    return err<never, HookNotFound | NotRegistered>({
      kind: hook === null ? 'hook-not-found' : 'not-registered',
    });
  });
}
