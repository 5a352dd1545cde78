import { err, ok, type Result } from 'neverthrow';

import type { DialpadCall } from '../../domain/dialpad.ts';
import type { CallWindow } from '../../ports/dialpad-client.ts';
import type { HeldBackfill } from '../../ports/reconciliation-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { WalkTrouble } from './after-trouble.ts';
import { pagesOf } from './pages-of.ts';
import type { ReconciliationDeps } from './reconciliation.ts';
import { storeListed, type Unexplained } from './store-listed.ts';

/** So long a page may take before somebody else goes on with the walk. */
export const LEASE_MS = 60_000;
const PAGE = 50;

export interface Sighted {
  readonly listed: ReadonlySet<string>;
  readonly differing: readonly Unexplained[];
}

export type Walked =
  | ({ readonly kind: 'walked' } & Sighted)
  | ({
      readonly kind: 'stopped';
      readonly reached: number;
      readonly trouble: WalkTrouble;
    } & Sighted)
  /** Somebody else has it. */
  | { readonly kind: 'lost' };

/** Page by page: what a page lacked is stored before the progress is noted, so none is passed over. */
export async function walkList(
  deps: ReconciliationDeps,
  held: HeldBackfill,
  window: CallWindow,
): Promise<Result<Walked, StoreError>> {
  const client = await deps.dialpadFor(held.appId);
  const listed = new Set<string>();
  const differing: Unexplained[] = [];
  let { reached } = held;
  const stopped = (trouble: WalkTrouble): Walked => {
    return { kind: 'stopped', reached, trouble, listed, differing };
  };
  if (client.isErr()) return ok(stopped(client.error));
  for await (const { items, error } of pagesOf(client.value.calls(window), PAGE)) {
    const stored = await storeListed(deps, held.appId, items);
    if (stored.isErr()) return err(stored.error);
    reached = reachedBy(items, reached);
    const { recovered } = stored.value;
    const progress = { reached, listed: items.length, recovered };
    const noted = await deps.store.noteProgress(held, progress, LEASE_MS);
    if (noted.isErr()) return err(noted.error);
    if (!noted.value) return ok({ kind: 'lost' });
    differing.push(...stored.value.differing);
    for (const { callId } of items) listed.add(callId);
    if (error !== null) return ok(stopped(error));
  }
  return ok({ kind: 'walked', listed, differing });
}

/** The start of the last call; never later than before, whatever order Dialpad keeps. */
function reachedBy(calls: readonly DialpadCall[], before: number): number {
  return calls.reduce((reached, { startedAt }) => Math.min(reached, startedAt ?? reached), before);
}
