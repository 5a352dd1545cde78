import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow';

import type { KnownSubscription, Registration } from '../../domain/registration.ts';
import type { DialpadId } from '../../domain/scalars.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import type { WebhookRegistry } from '../../ports/webhook-registry.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { forEachKind } from './for-each-kind.ts';
import { gone } from './gone.ts';
import { makeSubscription } from './make-subscription.ts';
import { makeWebhook } from './make-webhook.ts';
import { type KindStanding, ownSubscriptions } from './own-subscriptions.ts';
import { ownWebhooks } from './own-webhooks.ts';
import { removeWebhooks } from './remove-webhooks.ts';
import type { DialpadFault } from './webhook-setup.ts';

export interface OwnWork {
  readonly registry: Pick<WebhookRegistry, 'note'>;
  readonly client: DialpadClient;
  readonly registration: Registration;
  /** The current one. */
  readonly secret: string;
}

export interface MadeRight {
  readonly subscriptions: readonly KnownSubscription[];
  /** What kept a kind from being as it is wanted; null: all of them are. */
  readonly fault: DialpadFault | null;
}

/**
 * Makes at Dialpad what is wanted, from what is there: the webhook first, so that no event is lost,
 * then what frees a place among the subscriptions, and last what takes one.
 */
export function makeRight(work: OwnWork, at: AtDialpad): ResultAsync<MadeRight, DialpadFault> {
  const { registry, client, registration } = work;
  const { main, doubled } = ownWebhooks(registration, at.webhooks);
  return safeTry<MadeRight, DialpadFault>(async function* () {
    const { id: webhookId } = yield* makeWebhook(work, main);
    const noted = yield* registry.note(registration.hookId, { webhookId });
    // Deleted by somebody else meanwhile.
    if (noted === null) return err({ kind: 'busy' as const });

    const standings = ownSubscriptions(registration, webhookId, at);
    const tidied = yield* forEachKind(standings, (standing) => tidy(client, webhookId, standing));
    const doubledIds = doubled.map(({ id }) => id);
    yield* removeWebhooks(client, doubledIds, at.subscriptions);
    const made = yield* forEachKind(standings, (standing) => make(client, webhookId, standing));
    const subscriptions = made.values.filter((known) => known !== null);
    return ok({ subscriptions, fault: tidied.fault ?? made.fault });
  });
}

function tidy(
  client: DialpadClient,
  webhookId: DialpadId,
  { kind, wanted, kept, isRight, doubled, unwanted }: KindStanding,
): ResultAsync<void, DialpadError> {
  return safeTry<void, DialpadError>(async function* () {
    if (wanted !== null && kept !== null && !isRight) {
      yield* client.updateSubscription(kept.id, { terms: wanted, webhookId, enabled: true });
    }
    for (const { id } of [...doubled, ...unwanted])
      yield* gone(client.deleteSubscription(kind, id));
    return ok();
  });
}

/** Null when none of this kind is wanted. */
function make(
  client: DialpadClient,
  webhookId: DialpadId,
  { kind, wanted, kept }: KindStanding,
): ResultAsync<KnownSubscription | null, DialpadFault> {
  if (wanted === null) return okAsync(null);
  if (kept !== null) return okAsync({ kind, id: kept.id });
  return makeSubscription(client, { terms: wanted, webhookId }).map(({ id }) => ({ kind, id }));
}
