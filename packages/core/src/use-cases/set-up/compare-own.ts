import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Drift } from '../../domain/registration.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { type KindStanding, ownSubscriptions } from './own-subscriptions.ts';
import { ownWebhooks } from './own-webhooks.ts';
import type { WantedSetUp } from './wanted-set-up.ts';

type WantedOwn = Pick<WantedSetUp, 'registration' | 'secret'>;

/** All that setting up makes right. Nothing while the registration is being removed. */
export function compareOwn({ registration, secret }: WantedOwn, at: AtDialpad): readonly Drift[] {
  if (registration.state === 'deleting') return [];
  const { main, doubled } = ownWebhooks(registration, at.webhooks);
  const kinds = ownSubscriptions(registration, main?.id ?? null, at);
  return [
    ...(main === null
      ? [{ kind: 'webhook-missing' as const }]
      : compareWebhook(main, { hookUrl: registration.hookUrl, secret })),
    ...doubled.map(({ id }) => ({ kind: 'webhook-doubled' as const, webhookId: id })),
    ...kinds.flatMap(compareKind),
  ];
}

function compareWebhook(
  webhook: DialpadWebhook,
  { hookUrl, secret }: { readonly hookUrl: string; readonly secret: string },
): readonly Drift[] {
  const { id: webhookId } = webhook;
  return [
    ...(webhook.hookUrl === hookUrl
      ? []
      : [{ kind: 'webhook-address-differs' as const, webhookId }]),
    ...(webhook.secret === secret ? [] : [{ kind: 'webhook-secret-differs' as const, webhookId }]),
  ];
}

function compareKind(standing: KindStanding): readonly Drift[] {
  const { kind: subscription, wanted, kept, isRight, doubled, unwanted } = standing;
  const isMissing = wanted !== null && kept === null;
  return [
    ...(isMissing ? [{ kind: 'subscription-missing' as const, subscription }] : []),
    ...(kept === null || isRight
      ? []
      : [{ kind: 'subscription-differs' as const, subscription, subscriptionId: kept.id }]),
    ...doubled.map(({ id }) => ({
      kind: 'subscription-doubled' as const,
      subscription,
      subscriptionId: id,
    })),
    ...unwanted.map(({ id }) => ({
      kind: 'subscription-unwanted' as const,
      subscription,
      subscriptionId: id,
    })),
  ];
}
