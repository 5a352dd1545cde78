import type { Law } from './law.ts';
import { reconciliationBackfillLaws } from './reconciliation-backfill-laws.ts';
import { reconciliationCallLaws } from './reconciliation-call-laws.ts';
import { reconciliationHoldLaws } from './reconciliation-hold-laws.ts';
import { reconciliationLedgerLaws } from './reconciliation-ledger-laws.ts';
import { reconciliationStoreTotalLaw } from './reconciliation-total-law.ts';
import type { StorageSubject } from './storage-subject.ts';

/**
 * All that the port `ReconciliationStore` promises, but for one thing that takes a week: an adapter
 * tests itself that walks are forgotten.
 */
export const reconciliationStoreLaws: readonly Law<StorageSubject>[] = [
  ...reconciliationBackfillLaws,
  ...reconciliationHoldLaws,
  ...reconciliationCallLaws,
  ...reconciliationLedgerLaws,
  reconciliationStoreTotalLaw,
];
