import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Registration } from '../../domain/registration.ts';
import type { DialpadId } from '../../domain/scalars.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { chooseHookSecret } from '../choose-hook-secret.ts';
import type { HookNotFound } from '../hook-directory.ts';
import type { RotatedHook } from '../rotate-hook-secret.ts';
import { aloneWith } from './alone-with.ts';
import { allOf } from './at-dialpad.ts';
import { currentSecret } from './current-secret.ts';
import { ownWebhooks } from './own-webhooks.ts';
import type {
  DialpadFault,
  NotRegistered,
  WebhookSetup,
  WebhookSetupDeps,
} from './webhook-setup.ts';

type RotationFault = HookNotFound | NotRegistered | DialpadFault;

export function rotateRegistered(
  deps: WebhookSetupDeps,
  { hookId, secret: given }: Parameters<WebhookSetup['rotateSecret']>[0],
  act: Act,
): ReturnType<WebhookSetup['rotateSecret']> {
  return chooseHookSecret(given, deps.randomBytes).asyncAndThen((secret) =>
    aloneWith(deps, hookId, (registration) =>
      rotateAlone(deps, { registration, secret, isGiven: given !== undefined }, act),
    ),
  );
}

interface Rotation {
  readonly registration: Registration;
  readonly secret: string;
  /** Else it is one of ours, and as good as another. */
  readonly isGiven: boolean;
}

function rotateAlone(
  deps: WebhookSetupDeps,
  { registration, secret, isGiven }: Rotation,
  act: Act,
): ResultAsync<RotatedHook, RotationFault> {
  const { keyStore, dialpadFor } = deps;
  const { hookId, appId, state } = registration;
  return safeTry<RotatedHook, RotationFault>(async function* () {
    if (state === 'deleting') return err({ kind: 'not-registered' as const });
    const client = yield* dialpadFor(appId);
    const { main } = ownWebhooks(registration, yield* allOf(client.webhooks()));
    if (main === null) return err({ kind: 'dialpad-not-found' as const });
    const current = yield* currentSecret(keyStore, hookId);
    const status = yield* keyStore.hookStatus(hookId);
    // Another one now would end the one that Dialpad signed with when it was last heard of.
    const isOpen = status?.isRotationOpen === true && !(isGiven && main.secret === current);
    const goesOn = isOpen || secret === current;
    const next = goesOn ? current : secret;
    const hook = goesOn
      ? status
      : yield* keyStore.rotateHookSecret({ hookId, secret: next, previousUntil: null }, act);
    if (hook === null) return err({ kind: 'hook-not-found' as const });
    if (main.secret !== next) yield* giveSecret(client, main.id, next);
    return ok({ hook, secret: next });
  });
}

/** A change that ended unclear is looked at: begun anew it would end the secret of before too soon. */
function giveSecret(
  client: DialpadClient,
  webhookId: DialpadId,
  secret: string,
): ResultAsync<DialpadWebhook, DialpadError> {
  return client.updateWebhook(webhookId, { secret }).orElse((error) => {
    if (error.kind !== 'dialpad-unavailable' || !error.isUnclear) return err(error);
    return client
      .webhook(webhookId)
      .andThen((webhook) => (webhook.secret === secret ? ok(webhook) : err(error)));
  });
}
