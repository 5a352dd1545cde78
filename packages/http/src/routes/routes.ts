import type { Route } from '../route.ts';
import { createAppRoute } from './create-app.ts';
import { createHookRoute } from './create-hook.ts';
import { getAppRoute } from './get-app.ts';
import { getCallRoute } from './get-call.ts';
import { getMessageRoute } from './get-message.ts';
import { getVoicemailRoute } from './get-voicemail.ts';
import { healthRoute } from './health.ts';
import { listActiveCallsRoute } from './list-active-calls.ts';
import { listAppsRoute } from './list-apps.ts';
import { listCallEventsRoute } from './list-call-events.ts';
import { listCallsRoute } from './list-calls.ts';
import { listEventsRoute } from './list-events.ts';
import { listMessagesRoute } from './list-messages.ts';
import { listVoicemailsRoute } from './list-voicemails.ts';
import { queueRoute } from './queue.ts';
import { readinessRoute } from './readiness.ts';
import { receiveHookEventRoute } from './receive-hook-event.ts';
import { receivePlainEventRoute } from './receive-plain-event.ts';

/** Every route there is, in the order in which they are tried. */
export const routes: readonly Route[] = [
  receiveHookEventRoute,
  receivePlainEventRoute,
  createAppRoute,
  listAppsRoute,
  getAppRoute,
  createHookRoute,
  queueRoute,
  listEventsRoute,
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
];
