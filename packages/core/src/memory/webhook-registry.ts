import { err, ok } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import { SUBSCRIPTION_KINDS } from '../domain/dialpad.ts';
import type { Registration } from '../domain/registration.ts';
import { timestampOf } from '../domain/scalars.ts';
import type {
  Begun,
  NewRegistration,
  RegistrationStep,
  WebhookRegistry,
} from '../ports/webhook-registry.ts';
import { attempt } from './attempt.ts';
import { insertHook } from './insert-hook.ts';
import type { KeyStoreParts } from './key-store-parts.ts';
import { createMemoryAlone } from './webhook-registry-alone.ts';

export interface MemoryWebhookRegistryOptions {
  /** So long somebody waits for others that are at it, 10 s when absent. */
  readonly patienceMs?: number;
}

export function createMemoryWebhookRegistry(
  parts: KeyStoreParts,
  { patienceMs = 10_000 }: MemoryWebhookRegistryOptions = {},
): WebhookRegistry {
  const { registrations } = parts;
  const alone = createMemoryAlone(patienceMs);
  return {
    begin: (intent, act) =>
      attempt(() => begin(parts, intent, act)).andThen((begun) =>
        begun === null ? err({ kind: 'app-not-found' as const }) : ok(begun),
      ),
    registration: (hookId) => attempt(() => registrations.get(hookId) ?? null),
    registrationOf: (appId, webhookId) =>
      attempt(() => ofApp(parts, appId).find((known) => known.webhookId === webhookId) ?? null),
    registrations: ({ appId }) => attempt(() => ofApp(parts, appId)),
    note: (hookId, step) => attempt(() => note(parts, hookId, step)),
    noteActed: (hookId, step, { action, ...act }) =>
      attempt(() => {
        const noted = note(parts, hookId, step);
        if (noted === null) return null;
        parts.note(act, { action, appId: noted.appId, subjectId: hookId });
        return noted;
      }),
    alone: (name, work) => attempt(() => alone(name, work)).andThen((outcome) => outcome),
  };
}

/** In the order in which they were made. */
function ofApp({ registrations }: KeyStoreParts, appId?: string): readonly Registration[] {
  return [...registrations.values()].filter(
    (known) => appId === undefined || known.appId === appId,
  );
}

/** Null when there is no such app. */
function begin(
  parts: KeyStoreParts,
  { hookId, appId, baseUrl, secret, wanted }: NewRegistration,
  act: Act,
): Begun | null {
  const known = ofApp(parts, appId).find(
    ({ hookId: id, hookUrl }) => hookUrl === `${baseUrl}/${id}`,
  );
  if (known !== undefined) return { registration: known, isNew: false };
  if (!insertHook(parts, { hookId, appId, secret }, act)) return null;
  const registration: Registration = {
    hookId,
    appId,
    hookUrl: `${baseUrl}/${hookId}`,
    wanted,
    webhookId: null,
    subscriptions: [],
    state: 'pending',
    createdAt: timestampOf(parts.now()),
  };
  parts.registrations.set(hookId, registration);
  return { registration, isNew: true };
}

function note(
  { registrations }: KeyStoreParts,
  hookId: string,
  { wanted, webhookId, subscriptions, state }: RegistrationStep,
): Registration | null {
  const row = registrations.get(hookId);
  if (row === undefined) return null;
  const noted: Registration = {
    ...row,
    ...(wanted === undefined ? {} : { wanted }),
    ...(webhookId === undefined ? {} : { webhookId }),
    ...(state === undefined ? {} : { state }),
    ...(subscriptions === undefined
      ? {}
      : {
          subscriptions: SUBSCRIPTION_KINDS.flatMap((kind) =>
            subscriptions.filter((known) => known.kind === kind),
          ),
        }),
  };
  registrations.set(hookId, noted);
  return noted;
}
