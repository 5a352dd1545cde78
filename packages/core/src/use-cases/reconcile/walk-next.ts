import { err, okAsync, type Result, ResultAsync } from 'neverthrow';

import type { Backfill } from '../../domain/backfill.ts';
import type { CallWindow } from '../../ports/dialpad-client.ts';
import type { BackfillEnd, HeldBackfill } from '../../ports/reconciliation-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { afterTrouble } from './after-trouble.ts';
import { findNotListed } from './find-not-listed.ts';
import type { Reconciliation, ReconciliationDeps } from './reconciliation.ts';
import { LEASE_MS, type Sighted, type Walked, walkList } from './walk-list.ts';

export function createWalkNext(deps: ReconciliationDeps): Reconciliation['walkNext'] {
  return () =>
    deps.store
      .takeBackfill(LEASE_MS)
      .andThen((held) => (held === null ? okAsync(null) : new ResultAsync(walk(deps, held))));
}

async function walk(
  deps: ReconciliationDeps,
  held: HeldBackfill,
): Promise<Result<Backfill | null, StoreError>> {
  const begunAt = deps.now();
  // Of the calls that started in the millisecond where it was broken off some may not have been seen.
  const window = { from: held.from, to: Math.min(held.to, held.reached + 1) };
  const walked = await walkList(deps, held, window);
  if (walked.isErr()) return err(walked.error);
  const settled = await settle(deps, held, { walked: walked.value, window, begunAt });
  if (settled.isErr()) return err(settled.error);
  return deps.store.backfill(held.appId, held.id);
}

interface Walk {
  readonly walked: Walked;
  /** Only for what it saw itself can a walk say what was not listed. */
  readonly window: CallWindow;
  readonly begunAt: number;
}

function settle(
  deps: ReconciliationDeps,
  held: HeldBackfill,
  walk: Walk,
): ResultAsync<unknown, StoreError> {
  const { walked, window, begunAt } = walk;
  switch (walked.kind) {
    case 'lost':
      return okAsync();
    case 'stopped': {
      // Whoever goes on with it does not see this part again.
      const seen = { from: Math.max(window.from, walked.reached + 1), to: window.to };
      return judge(deps.store, held.appId, { walked, window: seen, begunAt }).andThen(() =>
        settleTrouble(deps, held, walked),
      );
    }
    case 'walked':
      return judge(deps.store, held.appId, { walked, window, begunAt }).andThen(() =>
        deps.store.endBackfill(held, DONE),
      );
  }
}

/** Notes what in the window is not as it was listed. */
function judge(
  store: ReconciliationDeps['store'],
  appId: string,
  { walked, window, begunAt }: Walk & { readonly walked: Sighted },
): ResultAsync<void, StoreError> {
  if (window.from >= window.to) return okAsync();
  const { listed, differing } = walked;
  return findNotListed(store, { appId, window, listed, begunAt }).andThen((notListed) =>
    store.putUnexplained(appId, window, [
      ...differing.filter(({ startedAt }) => startedAt >= window.from),
      ...notListed,
    ]),
  );
}

const DONE: BackfillEnd = { kind: 'done' };

/** It ends, or is held by nobody until it makes sense to go on with it. */
function settleTrouble(
  { store, now }: ReconciliationDeps,
  held: HeldBackfill,
  { reached, trouble }: Walked & { readonly kind: 'stopped' },
): ResultAsync<unknown, StoreError> {
  const after = afterTrouble(trouble, { createdAt: Date.parse(held.createdAt), now: now() });
  if (after.kind === 'end') return store.endBackfill(held, after.end);
  return store.noteProgress(held, { reached, listed: 0, recovered: 0 }, after.waitMs);
}
