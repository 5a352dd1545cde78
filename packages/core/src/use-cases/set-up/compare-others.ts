import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Drift, Registration } from '../../domain/registration.ts';
import { ownWebhooks } from './own-webhooks.ts';
import type { WantedSetUp } from './wanted-set-up.ts';

/** Webhooks that are not the registration's: stale ones of ours, and those of others. */
export function compareOthers(
  { registration, ourHookIds }: Pick<WantedSetUp, 'registration' | 'ourHookIds'>,
  webhooks: readonly DialpadWebhook[],
): readonly Drift[] {
  const { main, doubled } = ownWebhooks(registration, webhooks);
  const isLeaving = registration.state === 'deleting';
  return webhooks.flatMap((webhook): readonly Drift[] => {
    const { id: webhookId, hookUrl } = webhook;
    if (webhook === main || doubled.includes(webhook)) {
      return isLeaving ? [{ kind: 'webhook-stale', webhookId, hookUrl: hookUrl ?? '' }] : [];
    }
    const hookId = hookIdAt(registration, hookUrl);
    if (hookUrl === null || hookId === null)
      return [{ kind: 'webhook-foreign', webhookId, hookUrl }];
    return ourHookIds.has(hookId) ? [] : [{ kind: 'webhook-stale', webhookId, hookUrl }];
  });
}

/** As every id of a hook that we make. */
const HOOK_ID = /^[0-9A-Za-z]{22}$/;

/** Whose address it would be, if it is one of ours; else null. */
export function hookIdAt(
  { hookId, hookUrl }: Pick<Registration, 'hookId' | 'hookUrl'>,
  address: string | null,
): string | null {
  const prefix = hookUrl.slice(0, -hookId.length);
  if (address?.startsWith(prefix) !== true) return null;
  const rest = address.slice(prefix.length);
  return HOOK_ID.test(rest) ? rest : null;
}
