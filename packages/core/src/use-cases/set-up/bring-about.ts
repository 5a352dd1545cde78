import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Drift, Registration } from '../../domain/registration.ts';
import type { DialpadClient } from '../../ports/dialpad-client.ts';
import { readDialpad } from './at-dialpad.ts';
import { compareOwn } from './compare-own.ts';
import { currentSecret } from './current-secret.ts';
import { makeRight } from './make-right.ts';
import type { DialpadFault, WebhookSetupDeps } from './webhook-setup.ts';

export interface Bringing {
  readonly client: DialpadClient;
  readonly registration: Registration;
  /** What the entry says was done, if anything was. */
  readonly act: Parameters<WebhookSetupDeps['registry']['noteActed']>[2];
  /** Something else was done, which the entry is for as well. */
  readonly isActed?: boolean;
}

export interface BroughtAbout {
  readonly registration: Registration;
  /** What was made right. */
  readonly repaired: readonly Drift[];
}

/** Dialpad made what is wanted of a hook. Nothing is noted, and no entry made, when it was so. */
export function bringAbout(
  { registry, keyStore }: Pick<WebhookSetupDeps, 'registry' | 'keyStore'>,
  { client, registration, act, isActed = false }: Bringing,
): ResultAsync<BroughtAbout, DialpadFault> {
  const { hookId } = registration;
  return safeTry<BroughtAbout, DialpadFault>(async function* () {
    const secret = yield* currentSecret(keyStore, hookId);
    const at = yield* readDialpad(client);
    const repaired = compareOwn({ registration, secret }, at);
    const isAsNoted = repaired.length === 0 && registration.state === 'registered';
    if (isAsNoted && !isActed) return ok({ registration, repaired });
    yield* registry.note(hookId, { state: 'pending' });
    const work = { registry, client, registration, secret };
    const { subscriptions, fault } = yield* makeRight(work, at);
    if (fault !== null) {
      yield* registry.note(hookId, { subscriptions });
      return err(fault);
    }
    const made = yield* registry.noteActed(hookId, { subscriptions, state: 'registered' }, act);
    if (made === null) return err({ kind: 'busy' as const });
    return ok({ registration: made, repaired });
  });
}
