import { ok, type ResultAsync, safeTry } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { Registration } from '../../domain/registration.ts';
import { aloneWith } from './alone-with.ts';
import { readDialpad } from './at-dialpad.ts';
import { bringAbout } from './bring-about.ts';
import { compareOthers } from './compare-others.ts';
import { ourHookIds } from './our-hook-ids.ts';
import { removeWebhooks } from './remove-webhooks.ts';
import { takeAway } from './take-away.ts';
import type {
  DialpadFault,
  RepairReport,
  WebhookSetup,
  WebhookSetupDeps,
} from './webhook-setup.ts';

export function repairWebhook(
  deps: WebhookSetupDeps,
  hookId: string,
  act: Act,
): ReturnType<WebhookSetup['repair']> {
  return aloneWith(deps, hookId, (registration) =>
    registration.state === 'deleting'
      ? finishRemoval(deps, registration, act)
      : repairAlone(deps, registration, act),
  );
}

function finishRemoval(
  deps: WebhookSetupDeps,
  registration: Registration,
  act: Act,
): ResultAsync<RepairReport, DialpadFault> {
  return deps
    .dialpadFor(registration.appId)
    .andThen((client) => takeAway(deps, { client, registration }, act))
    .map((removed) => ({ registration: removed, repaired: [], drift: [] }));
}

function repairAlone(
  deps: WebhookSetupDeps,
  wanted: Registration,
  act: Act,
): ResultAsync<RepairReport, DialpadFault> {
  const { keyStore, dialpadFor } = deps;
  return safeTry<RepairReport, DialpadFault>(async function* () {
    const client = yield* dialpadFor(wanted.appId);
    const { webhooks, subscriptions } = yield* readDialpad(client);
    const known = yield* ourHookIds(keyStore, wanted, webhooks);
    const others = compareOthers({ registration: wanted, ourHookIds: known }, webhooks);
    const stale = others.filter((drift) => drift.kind === 'webhook-stale');
    // First, since their subscriptions may take the places of ours.
    const staleIds = stale.map(({ webhookId }) => webhookId);
    yield* removeWebhooks(client, staleIds, subscriptions);

    const { registration, repaired } = yield* bringAbout(deps, {
      client,
      registration: wanted,
      act: { ...act, action: 'webhook.repaired' },
      isActed: stale.length > 0,
    });
    return ok({
      registration,
      repaired: [...stale, ...repaired],
      drift: others.filter((drift) => drift.kind !== 'webhook-stale'),
    });
  });
}
