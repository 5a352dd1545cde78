import { err, errAsync, okAsync, type Result, type ResultAsync } from 'neverthrow';

import type { NewEvent } from '../domain/event.ts';
import { DEFAULT_HOOK_ID } from '../domain/hook.ts';
import type { HeldBody } from '../ports/event-desk.ts';
import type { SetAsideReason } from '../ports/event-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { eventOfPayload } from './event-of-payload.ts';
import type { FindHook } from './hook-directory.ts';
import { verifyHs256 } from './verify-jwt.ts';

/**
 * Why a delivery still cannot become an event: its token does not verify with the secrets that its
 * hook has now, its content is not what an event is, its hook is gone, or nobody says whose it is.
 */
export type ReleaseRefusal = SetAsideReason | 'hook-not-found';

type Read = Result<NewEvent, ReleaseRefusal>;

/**
 * The event that a kept delivery is today, for the app of its hook or else for `givenTo`. A token is
 * verified again; everything else was verified when it came.
 */
export function readHeldBody(
  findHook: FindHook,
  held: HeldBody,
  givenTo: string | null,
): ResultAsync<Read, StoreError> {
  const { reason, hookId, body } = held;
  if (reason === 'unrouted') return okAsync(readFor(givenTo, held, body));
  if (reason !== 'signature-refused') return okAsync(readFor(held.appId ?? givenTo, held, body));
  return findHook(hookId === DEFAULT_HOOK_ID ? null : hookId)
    .map(({ appId, keys }) =>
      verifyHs256(body, keys)
        .mapErr((): ReleaseRefusal => 'signature-refused')
        .andThen((payload) => readFor(appId ?? givenTo, held, payload)),
    )
    .orElse((error) =>
      error.kind === 'hook-not-found' ? okAsync(err(error.kind)) : errAsync(error),
    );
}

function readFor(appId: string | null, { hookId }: HeldBody, payload: Uint8Array): Read {
  if (appId === null) return err('unrouted');
  return eventOfPayload({ appId, hookId }, payload).mapErr(({ kind }) => kind);
}
