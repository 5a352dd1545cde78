import type { Route } from '../route.ts';
import { activateAppRoute } from './activate-app.ts';
import { createAppRoute } from './create-app.ts';
import { createHookRoute } from './create-hook.ts';
import { deactivateAppRoute } from './deactivate-app.ts';
import { deleteHookRoute } from './delete-hook.ts';
import { dialpadRoutes } from './dialpad/dialpad-routes.ts';
import { docsFileRoute } from './docs-file.ts';
import { docsPageRoute } from './docs-page.ts';
import { getAppRoute } from './get-app.ts';
import { getCallRoute } from './get-call.ts';
import { getEventRoute } from './get-event.ts';
import { getHookRoute } from './get-hook.ts';
import { getMessageRoute } from './get-message.ts';
import { getVoicemailRoute } from './get-voicemail.ts';
import { healthRoute } from './health.ts';
import { heldRoutes } from './held/held-routes.ts';
import { listActiveCallsRoute } from './list-active-calls.ts';
import { listApiKeyAuditRoute } from './list-api-key-audit.ts';
import { listApiKeysRoute } from './list-api-keys.ts';
import { listAppsRoute } from './list-apps.ts';
import { listAuditRoute } from './list-audit.ts';
import { listCallEventsRoute } from './list-call-events.ts';
import { listCallsRoute } from './list-calls.ts';
import { listEventsRoute } from './list-events.ts';
import { listHooksRoute } from './list-hooks.ts';
import { listMessagesRoute } from './list-messages.ts';
import { listVoicemailsRoute } from './list-voicemails.ts';
import { metricsRoute } from './metrics.ts';
import { createOpenapiDocumentRoute } from './openapi-document.ts';
import { queueRoute } from './queue.ts';
import { readinessRoute } from './readiness.ts';
import { receiveHookEventRoute } from './receive-hook-event.ts';
import { receivePlainEventRoute } from './receive-plain-event.ts';
import { resealSecretsRoute } from './reseal-secrets.ts';
import { revokeApiKeysRoute } from './revoke-api-keys.ts';
import { rotateApiKeyRoute } from './rotate-api-key.ts';
import { rotateHookSecretRoute } from './rotate-hook-secret.ts';
import { testHookRoute } from './test-hook.ts';

/** Every route there is, in the order in which they are tried. */
export const routes: readonly Route[] = [
  receiveHookEventRoute,
  receivePlainEventRoute,

  createAppRoute,
  listAppsRoute,
  getAppRoute,
  activateAppRoute,
  deactivateAppRoute,

  rotateApiKeyRoute,
  listApiKeysRoute,
  revokeApiKeysRoute,
  listApiKeyAuditRoute,

  createHookRoute,
  listHooksRoute,
  getHookRoute,
  deleteHookRoute,
  rotateHookSecretRoute,
  testHookRoute,

  ...dialpadRoutes,

  queueRoute,
  listEventsRoute,
  getEventRoute,
  ...heldRoutes,

  listCallsRoute,
  listActiveCallsRoute,
  getCallRoute,
  listCallEventsRoute,
  listMessagesRoute,
  getMessageRoute,
  listVoicemailsRoute,
  getVoicemailRoute,

  healthRoute,
  readinessRoute,
  metricsRoute,
  listAuditRoute,
  resealSecretsRoute,

  createOpenapiDocumentRoute(() => routes),
  docsPageRoute,
  docsFileRoute,
];
