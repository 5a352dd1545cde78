import type { AuditEntry } from '../../domain/audit-entry.ts';
import type { AuditFilter } from '../../ports/audit-log.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { allRows } from './all-rows.ts';

/** All entries that fit, the newest first. */
export function auditTrail(
  { auditLog }: Pick<StorageSubject, 'auditLog'>,
  filter: AuditFilter = {},
): Promise<readonly AuditEntry[]> {
  return allRows((page) => auditLog.entries(filter, page));
}
