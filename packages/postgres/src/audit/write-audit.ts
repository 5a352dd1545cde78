import { type Act, type AuditEntry, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import type { Sources } from '../sources.ts';

/** What of an entry the act itself does not say. */
export type AuditedChange = Pick<AuditEntry, 'action' | 'appId' | 'subjectId'> &
  Partial<Pick<AuditEntry, 'name' | 'count'>>;

/** In the transaction of the change: one is not there without the other. */
export async function writeAudit(
  connection: CommonQueryMethods,
  { now, newId }: Sources,
  {
    actor,
    address,
    requestId,
    action,
    appId,
    subjectId,
    name = null,
    count = 1,
  }: AuditedChange & Act,
): Promise<void> {
  await connection.query(sql.unsafe`
    INSERT INTO audit_log (
      id, at, action, actor, address, request_id, app_id, subject_id, name, count
    )
    VALUES (
      ${newId()}, ${timestampOf(now())}, ${action}, ${actor}, ${address}, ${requestId},
      ${appId}, ${subjectId}, ${name}, ${count}
    )
  `);
}
