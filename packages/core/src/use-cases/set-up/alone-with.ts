import type { ResultAsync } from 'neverthrow';

import type { Registration } from '../../domain/registration.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { Busy } from '../../ports/webhook-registry.ts';
import type { HookNotFound } from '../hook-directory.ts';
import { findRegistered } from './find-registered.ts';
import type { NotRegistered, WebhookSetupDeps } from './webhook-setup.ts';

/** Whatever changes an app's set-up at Dialpad is done under this name. */
export const setUpName = (appId: string): string => `set-up:${appId}`;

/** Does `work` while nobody else changes the set-up of the hook's app, with what is there then. */
export function aloneWith<Value, Fault>(
  deps: Pick<WebhookSetupDeps, 'registry' | 'keyStore'>,
  hookId: string,
  work: (registration: Registration) => ResultAsync<Value, Fault>,
): ResultAsync<Value, Fault | HookNotFound | NotRegistered | Busy | StoreError> {
  const find = () => findRegistered(deps, hookId);
  return find().andThen(({ appId }) =>
    deps.registry.alone(setUpName(appId), () => find().andThen(work)),
  );
}
