import type { ResultAsync } from 'neverthrow';

import type { AuditAction, AuditEntry } from '../domain/audit-entry.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/**
 * What operators did. An entry is written with the act itself: an act that was done has exactly
 * one, an act that failed or changed nothing has none. Nothing changes or removes an entry.
 */
export interface AuditLog {
  /** Newest first. */
  entries(filter: AuditFilter, page: PageRequest): ResultAsync<Page<AuditEntry>, StoreError>;
}

/** All that are given must fit. */
export interface AuditFilter {
  readonly appId?: string;
  readonly actions?: readonly AuditAction[];
  /** Of a key. */
  readonly name?: string;
}
