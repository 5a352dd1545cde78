import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { SubscriptionTerms } from '../../domain/dialpad.ts';
import { isSame } from '../../domain/is-same.ts';
import type { Registration } from '../../domain/registration.ts';
import type { HookNotFound } from '../hook-directory.ts';
import { aloneWith } from './alone-with.ts';
import { bringAbout } from './bring-about.ts';
import { onePerKind } from './one-per-kind.ts';
import type { DialpadFault, NotRegistered, WebhookSetupDeps } from './webhook-setup.ts';

export interface WantedChange {
  readonly hookId: string;
  readonly change: (wanted: readonly SubscriptionTerms[]) => readonly SubscriptionTerms[];
}

type ChangeFault = HookNotFound | NotRegistered | DialpadFault;

/** Notes what is wanted from now on, and makes it so at Dialpad. */
export function changeWanted(
  deps: WebhookSetupDeps,
  { hookId, change }: WantedChange,
  act: Act,
): ResultAsync<Registration, ChangeFault> {
  return aloneWith(deps, hookId, (registration) =>
    safeTry<Registration, ChangeFault>(async function* () {
      if (registration.state === 'deleting') return err({ kind: 'not-registered' as const });
      const client = yield* deps.dialpadFor(registration.appId);
      const wanted = onePerKind(change(registration.wanted));
      const intended = isSame(wanted, registration.wanted)
        ? registration
        : yield* deps.registry.note(hookId, { wanted, state: 'pending' });
      if (intended === null) return err({ kind: 'hook-not-found' as const });
      const entry = { ...act, action: 'webhook.changed' as const };
      const work = { client, registration: intended, act: entry };
      const brought = yield* bringAbout(deps, work);
      return ok(brought.registration);
    }),
  );
}
