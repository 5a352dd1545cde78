import type { KeyStore } from '../ports/key-store.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';
import type { MemoryAuditLog } from './audit-log.ts';
import { createMemoryBackfills } from './reconciliation-backfills.ts';
import { createMemoryFindings } from './reconciliation-findings.ts';
import type { BackfillRow, WalkedSpan } from './reconciliation-rows.ts';
import type { MemorySources, MemoryState } from './state.ts';

export interface MemoryReconciliationDeps {
  readonly keyStore: Pick<KeyStore, 'app'>;
  readonly auditLog: MemoryAuditLog;
}

export function createMemoryReconciliationStore(
  state: MemoryState,
  sources: MemorySources,
  { keyStore, auditLog }: MemoryReconciliationDeps,
): ReconciliationStore {
  const backfills = new Map<string, BackfillRow>();
  const spans: WalkedSpan[] = [];
  return {
    ...createMemoryBackfills({ backfills, spans, sources, keyStore, auditLog }),
    ...createMemoryFindings({ backfills, spans, state, keyStore }),
  };
}
