import { err, ok } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { Hook, HookSecret, HookStatus } from '../domain/hook.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { HookSecretRotation, KeyStore } from '../ports/key-store.ts';
import { attempt } from './attempt.ts';
import { insertHook } from './insert-hook.ts';
import type { HookRow, KeyStoreParts } from './key-store-parts.ts';
import { type ListOrder, paginate } from './paginate.ts';

const NEWEST_FIRST: ListOrder<HookStatus> = {
  value: ({ createdAt }) => createdAt,
  id: ({ hookId }) => hookId,
  isDescending: true,
};

export function createMemoryHooks(
  parts: KeyStoreParts,
): Pick<
  KeyStore,
  | 'createHook'
  | 'hook'
  | 'hooks'
  | 'hookStatus'
  | 'rotateHookSecret'
  | 'closeRotation'
  | 'deleteHook'
  | 'resealSecrets'
> {
  const { hooks, now } = parts;
  return {
    createHook: (hook, act) =>
      attempt(() => insertHook(parts, hook, act)).andThen((isCreated) =>
        isCreated ? ok() : err({ kind: 'app-not-found' as const }),
      ),
    hook: (hookId) => attempt(() => hookAt(hooks.get(hookId), now())),
    hooks: ({ appId }, page) =>
      attempt(() => {
        const rows = [...hooks.values()].filter(
          (row) => appId === undefined || row.appId === appId,
        );
        const time = now();
        return paginate(
          rows.map((row) => statusAt(row, time)),
          NEWEST_FIRST,
          page,
        );
      }),
    hookStatus: (hookId) =>
      attempt(() => {
        const row = hooks.get(hookId);
        return row === undefined ? null : statusAt(row, now());
      }),
    rotateHookSecret: (rotation, act) => attempt(() => rotateHookSecret(parts, rotation, act)),
    closeRotation: (hookId, previousUntil) =>
      attempt(() => closeRotation(parts, hookId, previousUntil)),
    deleteHook: (hookId, act) => attempt(() => deleteHook(parts, hookId, act)),
    // Nothing is sealed here, so nothing lies under an older key.
    resealSecrets: () => attempt(() => ({ resealed: 0, remaining: 0 })),
  };
}

function rotateHookSecret(
  parts: KeyStoreParts,
  { hookId, secret, previousUntil }: HookSecretRotation,
  act: Act,
): HookStatus | null {
  const row = parts.hooks.get(hookId);
  if (row === undefined) return null;
  const changed = { ...row, secret, previous: { text: row.secret, until: previousUntil } };
  const status = statusAt(changed, parts.now());
  parts.hooks.set(hookId, changed);
  parts.epoch.current += 1;
  parts.note(act, { action: 'webhook.secret-rotated', appId: row.appId, subjectId: hookId });
  return status;
}

function closeRotation(parts: KeyStoreParts, hookId: string, previousUntil: number): void {
  const row = parts.hooks.get(hookId);
  if (row?.previous?.until !== null) return;
  parts.hooks.set(hookId, { ...row, previous: { ...row.previous, until: previousUntil } });
  parts.epoch.current += 1;
}

function deleteHook(parts: KeyStoreParts, hookId: string, act: Act): HookStatus | null {
  const row = parts.hooks.get(hookId);
  if (row === undefined) return null;
  parts.hooks.delete(hookId);
  parts.registrations.delete(hookId);
  parts.epoch.current += 1;
  parts.note(act, { action: 'webhook.deleted', appId: row.appId, subjectId: hookId });
  return statusAt(row, parts.now());
}

function hookAt(row: HookRow | undefined, now: number): Hook | null {
  if (row === undefined) return null;
  const { hookId, appId, secret } = row;
  const previous = previousAt(row, now);
  const current = { text: secret, until: null };
  return { hookId, appId, secrets: previous === null ? [current] : [current, previous] };
}

function statusAt(row: HookRow, now: number): HookStatus {
  return {
    hookId: row.hookId,
    appId: row.appId,
    createdAt: timestampOf(row.createdAt),
    previousSecretUntil: timestampOf(previousAt(row, now)?.until ?? null),
    isRotationOpen: row.previous?.until === null,
  };
}

/** Null when it verifies no more. */
function previousAt({ previous }: HookRow, now: number): HookSecret | null {
  return previous !== null && now < (previous.until ?? Infinity) ? previous : null;
}
