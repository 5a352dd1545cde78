import {
  Call,
  CallVoicemail,
  Contact,
  Media,
  Message,
  Recap,
  Recording,
  Target,
  User,
  Voicemail,
} from '@dialpad-cti/core';
import { z } from 'zod';

import { AppView } from '../answer/app-view.ts';
import { BackfillView } from '../answer/backfill-view.ts';
import { ConnectionView } from '../answer/connection-view.ts';
import { DriftView } from '../answer/drift-view.ts';
import { EventStatusView } from '../answer/event-status-view.ts';
import { HookView } from '../answer/hook-view.ts';
import { LedgerHourView } from '../answer/ledger-hour-view.ts';
import { Pagination } from '../answer/list-of.ts';
import { RegistrationView } from '../answer/registration-view.ts';
import { SubscriptionView } from '../answer/subscription-view.ts';
import { PROBLEM_CODES, Problem } from '../problem.ts';
import { shownAs } from './shown-as.ts';

/** What the document calls them; all other schemas stand where they are used. */
const NAMED_SCHEMAS = {
  App: AppView,
  Backfill: BackfillView,
  Call,
  CallVoicemail,
  Connection: ConnectionView,
  Contact,
  Drift: DriftView,
  Event: EventStatusView,
  LedgerHour: LedgerHourView,
  Media,
  Message,
  Pagination,
  Problem,
  Recap,
  Recording,
  Registration: RegistrationView,
  Subscription: SubscriptionView,
  Target,
  User,
  Voicemail,
  Webhook: HookView,
} satisfies Readonly<Record<string, z.ZodType>>;

/** zod knows of names in one place for the whole process; saying them again changes nothing. */
export function nameSchemas(): void {
  for (const [id, schema] of Object.entries(NAMED_SCHEMAS)) {
    z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  }
  z.globalRegistry.add(Problem.shape.code, shownAs({ type: 'string', enum: PROBLEM_CODES }));
}
