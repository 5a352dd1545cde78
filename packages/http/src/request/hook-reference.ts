import type { HookStatus, Registration, StoreError } from '@dialpad-cti/core';
import { err, ok, okAsync, type ResultAsync } from 'neverthrow';
import { z } from 'zod';

import type { HttpDeps } from '../http-deps.ts';
import { found } from './found.ts';
import { AppId } from './parameters.ts';

/** Our id of a webhook, or Dialpad's. */
export const HookReference = z.string().regex(/^[0-9A-Za-z]{1,64}$/, 'must be the id of a webhook');

/** What a route takes beside a `HookReference`. */
export const hookScope = {
  app_id: AppId.optional().describe("Needed when `hook_id` is Dialpad's id of the webhook."),
};

export interface FoundHook {
  readonly hook: HookStatus;
  /** Null: it is on our side only. */
  readonly registration: Registration | null;
}

interface HookDeps {
  readonly keyStore: Pick<HttpDeps['keyStore'], 'hookStatus'>;
  readonly webhookRegistry: Pick<HttpDeps['webhookRegistry'], 'registration' | 'registrationOf'>;
}

/** A webhook of this app, if an app is named; one of another app is not there. */
export function findHook(
  { keyStore, webhookRegistry }: HookDeps,
  { hook_id: id }: { readonly hook_id: string },
  { app_id: appId }: { readonly app_id?: string | undefined },
): ResultAsync<FoundHook, StoreError | { readonly kind: 'record-not-found' }> {
  const atDialpad = appId === undefined ? okAsync(null) : webhookRegistry.registrationOf(appId, id);
  return atDialpad
    .andThen((registration) => keyStore.hookStatus(registration?.hookId ?? id))
    .andThen(found)
    .andThen((hook) =>
      appId === undefined || hook.appId === appId
        ? ok(hook)
        : err({ kind: 'record-not-found' as const }),
    )
    .andThen((hook) =>
      webhookRegistry.registration(hook.hookId).map((registration) => ({ hook, registration })),
    );
}
