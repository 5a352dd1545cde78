import type { ReconciliationStore } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';

import { attempt } from '../attempt.ts';
import { addBackfill } from './add-backfill.ts';
import { endBackfill } from './end-backfill.ts';
import { noteProgress } from './note-progress.ts';
import { putUnexplained } from './put-unexplained.ts';
import { findBackfill, listBackfills, readWalkedUntil } from './read-backfills.ts';
import { readCallFacts, readConcludedCalls } from './read-calls.ts';
import { readLedger } from './read-ledger.ts';
import { readSilentCalls } from './read-silent-calls.ts';
import type { ReconciliationStoreDeps } from './reconciliation-store-deps.ts';
import { takeBackfill } from './take-backfill.ts';

export function createPostgresReconciliationStore(
  deps: ReconciliationStoreDeps,
): ReconciliationStore {
  const { pool, reader } = deps;
  return {
    addBackfill: (wanted, act) =>
      attempt(() => addBackfill(deps, wanted, act)).andThen((added) =>
        added === null ? err(APP_NOT_FOUND) : ok(added),
      ),
    backfill: (appId, id) => attempt(() => findBackfill(pool, appId, id)),
    backfills: (appId, page) => attempt(() => listBackfills(reader, appId, page)),
    takeBackfill: (leaseMs) => attempt(() => takeBackfill(deps, leaseMs)),
    noteProgress: (held, progress, leaseMs) =>
      attempt(() => noteProgress(deps, held, { ...progress, leaseMs })),
    endBackfill: (held, end) => attempt(() => endBackfill(deps, held, end)),
    callFacts: (appId, ids) => attempt(() => readCallFacts(reader, appId, ids)),
    concludedCalls: (appId, window) => attempt(() => readConcludedCalls(reader, appId, window)),
    silentCalls: (before, limit) => attempt(() => readSilentCalls(reader, { before, limit })),
    putUnexplained: (appId, window, calls) =>
      attempt(() => putUnexplained(reader, { appId, window, calls })),
    ledger: (appId, window) => attempt(() => readLedger(reader, appId, window)),
    walkedUntil: (appId) => attempt(() => readWalkedUntil(pool, appId)),
  };
}

const APP_NOT_FOUND = { kind: 'app-not-found' } as const;
