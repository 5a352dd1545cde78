import { createEndSilentCalls } from './end-silent-calls.ts';
import type { Reconciliation, ReconciliationDeps } from './reconciliation.ts';
import { createWalkNext } from './walk-next.ts';

export function createReconciliation(deps: ReconciliationDeps): Reconciliation {
  return { walkNext: createWalkNext(deps), endSilentCalls: createEndSilentCalls(deps) };
}
