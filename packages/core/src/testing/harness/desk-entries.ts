import type { AuditAction, AuditEntry } from '../../domain/audit-entry.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { allRows } from './all-rows.ts';

/** Without its id and time. */
export type DeskEntry = Omit<AuditEntry, 'id' | 'at'>;

/** What the audit log says of an event desk, newest first. */
export async function deskEntries({
  auditLog,
}: Pick<StorageSubject, 'auditLog'>): Promise<readonly DeskEntry[]> {
  const entries = await allRows((page) => auditLog.entries({ actions: DESK_ACTIONS }, page));
  return entries.map(({ id: _id, at: _at, ...entry }) => entry);
}

const DESK_ACTIONS: readonly AuditAction[] = [
  'event.payload-shown',
  'dead-letter.replayed',
  'dead-letter.purged',
  'quarantine.released',
  'quarantine.purged',
  'unrouted.released',
  'unrouted.purged',
];
