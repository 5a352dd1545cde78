import type { WebhookRegistry } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';
import { type FragmentSqlToken, sql } from 'slonik';

import { attempt } from '../attempt.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { ofApp } from '../records/of-app.ts';
import { beginRegistration } from './begin-registration.ts';
import { createAlone } from './create-alone.ts';
import { noteStep } from './note-step.ts';
import { readRegistrations } from './registration-rows.ts';
import type { WebhookRegistryDeps } from './registry-deps.ts';

export function createPostgresWebhookRegistry(deps: WebhookRegistryDeps): WebhookRegistry {
  const alone = createAlone(deps);
  const read = (where: FragmentSqlToken) =>
    attempt(() => asKeeper(deps.pool, (connection) => readRegistrations(connection, where)));

  return {
    begin: (intent, act) =>
      attempt(() => beginRegistration(deps, intent, act)).andThen((begun) =>
        begun === null ? err({ kind: 'app-not-found' as const }) : ok(begun),
      ),
    registration: (hookId) =>
      read(isStorable(hookId) ? sql.fragment`hook_id = ${hookId}` : NONE).map(firstOf),
    registrationOf: (appId, webhookId) =>
      read(
        isUuid(appId) && isStorable(webhookId)
          ? sql.fragment`app_id = ${appId}::uuid AND webhook_id = ${webhookId}`
          : NONE,
      ).map(firstOf),
    registrations: ({ appId }) => read(ofApp(appId)),
    note: (hookId, step) => attempt(() => noteStep(deps, { hookId, step })),
    noteActed: (hookId, step, act) => attempt(() => noteStep(deps, { hookId, step }, act)),
    alone: (name, work) => attempt(() => alone(name, work)).andThen((outcome) => outcome),
  };
}

const NONE = sql.fragment`FALSE`;

function firstOf<Row>([first]: readonly Row[]): Row | null {
  return first ?? null;
}
