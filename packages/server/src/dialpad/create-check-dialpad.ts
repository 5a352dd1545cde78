import type { ConnectionStore, DialpadClient, DialpadError, DialpadFor } from '@dialpad-cti/core';
import type { CheckDialpad, DialpadCheck } from '@dialpad-cti/http';
import { ResultAsync } from 'neverthrow';

export interface CheckDialpadDeps {
  readonly dialpadFor: DialpadFor;
  readonly connectionStore: Pick<ConnectionStore, 'connection'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Asks Dialpad a few harmless things with the token of an app. */
export function createCheckDialpad(deps: CheckDialpadDeps): CheckDialpad {
  const { dialpadFor, connectionStore, now } = deps;
  return (appId) =>
    dialpadFor(appId).andThen((client) =>
      client.me().andThen(({ user, at }) => {
        const clockSkewMs = at === null ? null : at - now();
        return connectionStore.connection(appId).andThen((connection) =>
          ResultAsync.fromSafePromise<DialpadCheck, DialpadError>(
            scopesOf(client, now()).then((scopes) => ({
              access: connection === null ? 'api-key' : 'oauth',
              user,
              clockSkewMs,
              scopes,
            })),
          ),
        );
      }),
    );
}

const MINUTE_MS = 60_000;

async function scopesOf(client: DialpadClient, now: number): Promise<DialpadCheck['scopes']> {
  const [calls, webhooks] = await Promise.all([
    first(client.calls({ from: now - MINUTE_MS, to: now })),
    first(client.webhooks()),
  ]);
  return { 'calls:list': calls, webhooks };
}

/** Whether the first item may be read; null when it is not known. */
async function first(
  items: ReturnType<DialpadClient['webhooks' | 'calls']>,
): Promise<boolean | null> {
  for await (const item of items) {
    if (item.isOk()) return true;
    return item.error.kind === 'dialpad-forbidden' ? false : null;
  }
  return true;
}
