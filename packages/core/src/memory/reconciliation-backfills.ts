import { errAsync, type ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { Backfill } from '../domain/backfill.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type {
  BackfillEnd,
  BackfillHold,
  BackfillProgress,
  HeldBackfill,
  NewBackfill,
  ReconciliationStore,
} from '../ports/reconciliation-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { attempt } from './attempt.ts';
import type { MemoryAuditLog } from './audit-log.ts';
import { type ListOrder, paginate } from './paginate.ts';
import { type BackfillRow, backfillOf, type WalkedSpan } from './reconciliation-rows.ts';
import type { MemorySources } from './state.ts';

export interface MemoryBackfillDeps {
  /** By id, in the order of their making. Rows are never changed in place. */
  readonly backfills: Map<string, BackfillRow>;
  readonly spans: WalkedSpan[];
  readonly sources: MemorySources;
  readonly keyStore: Pick<KeyStore, 'app'>;
  readonly auditLog: MemoryAuditLog;
}

type Backfills = Pick<
  ReconciliationStore,
  'addBackfill' | 'backfill' | 'backfills' | 'takeBackfill' | 'noteProgress' | 'endBackfill'
>;

const LATEST = Date.UTC(2100, 0, 1);
const KEPT_MS = 7 * 24 * 60 * 60_000;

export function createMemoryBackfills(deps: MemoryBackfillDeps): Backfills {
  const { backfills, keyStore } = deps;
  return {
    addBackfill: (wanted, act) =>
      keyStore
        .app(wanted.appId)
        .andThen(
          (app): ResultAsync<Backfill, StoreError | AppNotFound> =>
            app === null
              ? errAsync({ kind: 'app-not-found' })
              : attempt(() => addBackfill(deps, wanted, act)),
        ),

    backfill: (appId, id) =>
      attempt(() => {
        const row = backfills.get(id);
        return row?.appId === appId ? backfillOf(row) : null;
      }),

    backfills: (appId, page) =>
      attempt(() => {
        const own = [...backfills.values()].filter((row) => row.appId === appId);
        const { rows, ...rest } = paginate(own, NEWEST_FIRST, page);
        return { ...rest, rows: rows.map(backfillOf) };
      }),

    takeBackfill: (leaseMs) => attempt(() => takeBackfill(deps, leaseMs)),
    noteProgress: (held, progress, leaseMs) =>
      attempt(() => noteProgress(deps, held, { progress, leaseMs })),
    endBackfill: (held, end) => attempt(() => endBackfill(deps, held, end)),
  };
}

const NEWEST_FIRST: ListOrder<BackfillRow> = {
  value: ({ createdMs }) => createdMs,
  id: ({ id }) => id,
  isDescending: true,
};

function addBackfill(
  { backfills, sources, auditLog }: MemoryBackfillDeps,
  wanted: NewBackfill,
  act: Act | null,
): Backfill {
  const { appId, reason, from, to } = wanted;
  if (!(from >= 0 && from < to && to <= LATEST)) throw new Error('not a window of time');
  const queued = [...backfills.values()].find(
    (row) => row.appId === appId && row.reason === reason && row.state === 'queued',
  );
  const now = sources.now();
  const row =
    queued === undefined || reason === 'operator'
      ? newRow(wanted, { id: sources.newId(), now })
      : widened(queued, wanted);
  backfills.set(row.id, row);
  if (act !== null) {
    auditLog.note(act, { action: 'backfill.requested', appId, subjectId: row.id });
  }
  return backfillOf(row);
}

function newRow(wanted: NewBackfill, { id, now }: { readonly id: string; readonly now: number }) {
  return {
    ...wanted,
    id,
    state: 'queued' as const,
    reached: wanted.to,
    listed: 0,
    recovered: 0,
    error: null,
    createdAt: timestampOf(now),
    finishedAt: null,
    createdMs: now,
    finishedMs: null,
    begunMs: null,
    hold: null,
    heldUntil: now,
  };
}

function widened(queued: BackfillRow, { from, to }: NewBackfill): BackfillRow {
  const end = Math.max(queued.to, to);
  return { ...queued, from: Math.min(queued.from, from), to: end, reached: end };
}

function takeBackfill(
  { backfills, sources }: MemoryBackfillDeps,
  leaseMs: number,
): HeldBackfill | null {
  const now = sources.now();
  const open = [...backfills.values()].filter(({ finishedMs }) => finishedMs === null);
  // Of an app that has one in hand, or left behind by its holder, no other one is begun.
  const begun = new Set(open.flatMap(({ state, appId }) => (state === 'running' ? [appId] : [])));
  const [row] = open
    .filter(({ state, appId, heldUntil }) =>
      state === 'running' ? heldUntil <= now : !begun.has(appId),
    )
    .sort((one, other) => one.heldUntil - other.heldUntil || (one.id < other.id ? -1 : 1));
  if (row === undefined) return null;
  const hold = sources.newId();
  const begunMs = row.begunMs ?? now;
  const taken = { ...row, state: 'running' as const, hold, heldUntil: now + leaseMs, begunMs };
  backfills.set(row.id, taken);
  return { ...backfillOf(taken), hold };
}

/** Undefined when somebody else has it, or it is over. */
function heldRow({ backfills }: MemoryBackfillDeps, held: BackfillHold): BackfillRow | undefined {
  const row = backfills.get(held.id);
  const isOurs = row?.appId === held.appId && row.hold === held.hold && row.state === 'running';
  return isOurs ? row : undefined;
}

function noteProgress(
  deps: MemoryBackfillDeps,
  held: BackfillHold,
  { progress, leaseMs }: { readonly progress: BackfillProgress; readonly leaseMs: number },
): boolean {
  const row = heldRow(deps, held);
  if (row === undefined) return false;
  deps.backfills.set(row.id, {
    ...row,
    reached: progress.reached,
    listed: row.listed + progress.listed,
    recovered: row.recovered + progress.recovered,
    heldUntil: deps.sources.now() + leaseMs,
  });
  return true;
}

function endBackfill(deps: MemoryBackfillDeps, held: BackfillHold, end: BackfillEnd): boolean {
  const row = heldRow(deps, held);
  if (row === undefined) return false;
  const now = deps.sources.now();
  const over = { ...row, finishedMs: now, finishedAt: timestampOf(now) };
  deps.backfills.set(
    row.id,
    end.kind === 'done'
      ? { ...over, state: 'done', reached: row.from }
      : { ...over, state: 'failed', error: end.error },
  );
  noteSpan(deps, row, end);
  forgetOld(deps, row.appId, now);
  return true;
}

function noteSpan({ spans }: MemoryBackfillDeps, row: BackfillRow, end: BackfillEnd): void {
  if (end.kind === 'failed' && !end.isUnverifiable) return;
  const { appId, from, to, begunMs } = row;
  const standing = end.kind === 'done' ? 'verified' : 'unverifiable';
  spans.push({ appId, from, to: Math.min(to, begunMs ?? to), standing });
}

/** Not the one that tells up to when the list was walked. */
function forgetOld({ backfills }: MemoryBackfillDeps, appId: string, now: number): void {
  const own = [...backfills.values()].filter((row) => row.appId === appId);
  const walkedUntil = Math.max(...own.map(({ state, to }) => (state === 'done' ? to : 0)));
  for (const { id, reason, finishedMs, state, to } of own) {
    const isOld = finishedMs !== null && finishedMs < now - KEPT_MS;
    const isNeeded = state === 'done' && to === walkedUntil;
    if (isOld && reason !== 'operator' && !isNeeded) backfills.delete(id);
  }
}
