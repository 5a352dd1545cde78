import { err, ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import { isSame } from '../../domain/is-same.ts';
import type { DialpadClient } from '../../ports/dialpad-client.ts';
import type { AppNotFound } from '../../ports/key-store.ts';
import type { Begun } from '../../ports/webhook-registry.ts';
import { chooseHookSecret } from '../choose-hook-secret.ts';
import { newHookId } from '../new-hook-id.ts';
import { setUpName } from './alone-with.ts';
import { bringAbout } from './bring-about.ts';
import { currentSecret } from './current-secret.ts';
import { onePerKind } from './one-per-kind.ts';
import { takeAway } from './take-away.ts';
import {
  DEFAULT_SUBSCRIPTIONS,
  type DialpadFault,
  type SetUp,
  type SetUpRequest,
  type WebhookSecretDiffers,
  type WebhookSetup,
  type WebhookSetupDeps,
} from './webhook-setup.ts';

type SetUpFault = AppNotFound | WebhookSecretDiffers | DialpadFault;

/** The intent first, so that what is begun at Dialpad is known after any crash. */
export function setUpWebhook(
  deps: WebhookSetupDeps,
  request: SetUpRequest,
  act: Act,
): ReturnType<WebhookSetup['setUp']> {
  const { appId } = request;
  return chooseHookSecret(request.secret, deps.randomBytes).asyncAndThen((secret) =>
    deps.registry.alone(setUpName(appId), () => setUpAlone(deps, { request, secret }, act)),
  );
}

interface Chosen {
  readonly request: SetUpRequest;
  /** The one that is given, or one of ours. */
  readonly secret: string;
}

function setUpAlone(
  deps: WebhookSetupDeps,
  chosen: Chosen,
  act: Act,
): ResultAsync<SetUp, SetUpFault> {
  const { registry, keyStore, dialpadFor } = deps;
  const { appId, secret: given, wanted } = chosen.request;
  return safeTry<SetUp, SetUpFault>(async function* () {
    if ((yield* keyStore.app(appId)) === null) return err({ kind: 'app-not-found' as const });
    const client = yield* dialpadFor(appId);
    const { registration, isNew } = yield* beginAnew(deps, { ...chosen, client }, act);
    const { hookId } = registration;
    const current = yield* currentSecret(keyStore, hookId);
    if (given !== undefined && given !== current)
      return err({ kind: 'webhook-secret-differs' as const });

    const asked = wanted === undefined ? registration.wanted : onePerKind(wanted);
    const isChanged = !isSame(asked, registration.wanted);
    const intended = isChanged
      ? yield* registry.note(hookId, { wanted: asked, state: 'pending' })
      : registration;
    if (intended === null) return err({ kind: 'busy' as const });
    const again = isChanged ? ('webhook.changed' as const) : ('webhook.repaired' as const);
    const action = registration.state === 'registered' ? again : ('webhook.registered' as const);
    const work = { client, registration: intended, act: { ...act, action } };
    const brought = yield* bringAbout(deps, work);
    return ok({ registration: brought.registration, isNew });
  });
}

/** A registration that is being removed is removed first. */
function beginAnew(
  deps: WebhookSetupDeps,
  { request, secret, client }: Chosen & { readonly client: DialpadClient },
  act: Act,
): ResultAsync<Begun, SetUpFault> {
  const { registry, randomBytes } = deps;
  const { appId, baseUrl } = request;
  const intent = {
    appId,
    baseUrl,
    secret,
    wanted: onePerKind(request.wanted ?? DEFAULT_SUBSCRIPTIONS),
  };
  const begin = () => registry.begin({ ...intent, hookId: newHookId(randomBytes) }, act);
  return safeTry<Begun, SetUpFault>(async function* () {
    const begun = yield* begin();
    if (begun.registration.state !== 'deleting') return ok(begun);
    yield* takeAway(deps, { client, registration: begun.registration }, act);
    return begin();
  });
}
