import type { Act } from '../domain/act.ts';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { AuditFilter, AuditLog } from '../ports/audit-log.ts';
import { attempt } from './attempt.ts';
import { type ListOrder, paginate } from './paginate.ts';
import type { MemorySources } from './state.ts';

/** What of an entry the act itself does not say. */
type AuditedChange = Pick<AuditEntry, 'action' | 'appId' | 'subjectId'> &
  Partial<Pick<AuditEntry, 'name' | 'count'>>;

export interface MemoryAuditLog extends AuditLog {
  /** For the adapters of one storage: to be called together with the change. */
  readonly note: (act: Act, change: AuditedChange) => void;
}

const NEWEST_FIRST: ListOrder<AuditEntry> = {
  value: ({ at }) => at,
  id: ({ id }) => id,
  isDescending: true,
};

export function createMemoryAuditLog({
  now,
  newId,
}: Pick<MemorySources, 'now' | 'newId'>): MemoryAuditLog {
  const entries: AuditEntry[] = [];
  return {
    note: ({ actor, address, requestId }, change) => {
      const entry = { id: newId(), at: timestampOf(now()), actor, address, requestId };
      entries.push({ ...entry, name: null, count: 1, ...change });
    },

    entries: (filter, page) =>
      attempt(() =>
        paginate(
          entries.filter((entry) => fits(entry, filter)),
          NEWEST_FIRST,
          page,
        ),
      ),
  };
}

const fits = (entry: AuditEntry, { appId, actions, name }: AuditFilter): boolean =>
  (appId === undefined || entry.appId === appId) &&
  (actions === undefined || actions.includes(entry.action)) &&
  (name === undefined || entry.name === name);
