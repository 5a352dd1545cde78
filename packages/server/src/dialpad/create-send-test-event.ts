import { randomUUID } from 'node:crypto';

import {
  type EventStore,
  type HookNotFound,
  type KeyStore,
  mapEvent,
  type StoreError,
  type WebhookRegistry,
} from '@dialpad-cti/core';
import type { SendTestEvent, TestDelivery } from '@dialpad-cti/http';
import { err, ok, okAsync, ResultAsync } from 'neverthrow';

import { signText } from '../signing/sign-text.ts';

export interface SendTestEventDeps {
  readonly keyStore: Pick<KeyStore, 'hook'>;
  readonly registry: Pick<WebhookRegistry, 'registration'>;
  readonly eventStore: Pick<EventStore, 'events'>;
  readonly publicUrl: () => string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Dialpad waits as long. */
const PATIENCE_MS = 5000;

/** Goes out to the public address and comes back in, as Dialpad's deliveries do. */
export function createSendTestEvent(deps: SendTestEventDeps): SendTestEvent {
  const { keyStore, registry, eventStore, publicUrl, now } = deps;
  return (hookId) =>
    keyStore
      .hook(hookId)
      .andThen((hook) => {
        const secret = hook?.secrets[0]?.text;
        return secret === undefined ? err(hookNotFound) : ok(secret);
      })
      .andThen((secret) =>
        registry.registration(hookId).map((registration) => ({
          secret,
          url: registration?.hookUrl ?? `${publicUrl()}/webhooks/dialpad/${hookId}`,
        })),
      )
      .andThen(({ secret, url }) => {
        const payload = JSON.stringify({ test: randomUUID(), event_timestamp: now() });
        return ResultAsync.fromSafePromise<Posted, never>(
          post(url, signText(payload, secret)),
        ).andThen((posted) =>
          (posted.status === 200 ? isStored(eventStore, hookId, payload) : okAsync(false)).map(
            (isOurs): TestDelivery => ({ ...posted, isOurs }),
          ),
        );
      });
}

/** Looked for among the newest of the hook: its id follows from its bytes. */
function isStored(
  eventStore: SendTestEventDeps['eventStore'],
  hookId: string,
  payload: string,
): ResultAsync<boolean, StoreError> {
  const id = mapEvent(payload)
    .map(({ dialpadEventId }) => dialpadEventId)
    .unwrapOr(null);
  return eventStore
    .events({ hookId }, { limit: NEWEST })
    .map(({ rows }) => rows.some(({ dialpadEventId }) => dialpadEventId === id));
}

const NEWEST = 200;
const hookNotFound: HookNotFound = { kind: 'hook-not-found' };

type Posted = Omit<TestDelivery, 'isOurs'>;

async function post(url: string, token: string): Promise<Posted> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt' },
      body: token,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return { url, status: answer.status, error: null };
  } catch (error) {
    return { url, status: null, error: reasonOf(error) };
  }
}

/** `fetch` hides what the system said in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : 'unknown';
}
