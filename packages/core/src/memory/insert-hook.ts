import type { Act } from '../domain/act.ts';
import type { NewHook } from '../ports/key-store.ts';
import type { KeyStoreParts } from './key-store-parts.ts';

/** With its entry. False when there is no such app. */
export function insertHook(
  parts: KeyStoreParts,
  { hookId, appId, secret }: NewHook,
  act: Act,
): boolean {
  if (!parts.apps.has(appId)) return false;
  if (parts.hooks.has(hookId)) throw new Error('the hook exists');
  parts.hooks.set(hookId, { hookId, appId, createdAt: parts.now(), secret, previous: null });
  parts.epoch.current += 1;
  parts.note(act, { action: 'webhook.created', appId, subjectId: hookId });
  return true;
}
