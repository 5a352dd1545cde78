import type { DialpadWebhook } from '../../domain/dialpad.ts';
import type { Registration } from '../../domain/registration.ts';

export interface OwnWebhooks {
  /** The one to keep; null when there is none. */
  readonly main: DialpadWebhook | null;
  /** Others that post to our address. */
  readonly doubled: readonly DialpadWebhook[];
}

/** Of all webhooks at Dialpad those of a registration: the one it knows, and any at its address. */
export function ownWebhooks(
  { hookUrl, webhookId }: Pick<Registration, 'hookUrl' | 'webhookId'>,
  webhooks: readonly DialpadWebhook[],
): OwnWebhooks {
  const here = webhooks.filter((webhook) => webhook.hookUrl === hookUrl);
  const main = webhooks.find(({ id }) => id === webhookId) ?? here[0] ?? null;
  return { main, doubled: here.filter((webhook) => webhook !== main) };
}
