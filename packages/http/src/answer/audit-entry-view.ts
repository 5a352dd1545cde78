import { AUDIT_ACTIONS, type AuditEntry, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { keyPrefix } from './api-key-view.ts';

export const AuditEntryView = z.object({
  id: z.uuid(),
  at: Timestamp,
  action: z.enum(AUDIT_ACTIONS),
  actor: z
    .string()
    .describe(
      '`operator`; `operator-next` with the secret that follows; `visitor` for whoever came with a connect link; `server` for what a start makes.',
    ),
  address: z.string().nullable().describe('The address that the request came from.'),
  request_id: z.string().nullable(),
  app_id: z.string().nullable().describe('Null for what belongs to no app, or to several.'),
  subject_id: z
    .string()
    .nullable()
    .describe(
      'The app, key, hook, event or backfill that it was done to; null for several at once.',
    ),
  key_id: z.string().nullable().describe('Null for what was not done to a key.'),
  key_prefix: z.string().nullable().describe('What the text of that key begins with.'),
  name: z.string().nullable().describe('The name of that key.'),
  count: z.int().describe('How many it was done to.'),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export function auditEntryView(entry: AuditEntry): AuditEntryView {
  const keyId = entry.action.startsWith('api-key.') ? entry.subjectId : null;
  return {
    id: entry.id,
    at: entry.at,
    action: entry.action,
    actor: entry.actor,
    address: entry.address,
    request_id: entry.requestId,
    app_id: entry.appId,
    subject_id: entry.subjectId,
    key_id: keyId,
    key_prefix: keyId === null ? null : keyPrefix(keyId),
    name: entry.name,
    count: entry.count,
  };
}
