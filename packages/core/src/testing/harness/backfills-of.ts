import type { Backfill } from '../../domain/backfill.ts';
import type { BackfillHold, HeldBackfill, NewBackfill } from '../../ports/reconciliation-store.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';
import { NOON } from './payloads.ts';

type Subject = Pick<StorageSubject, 'reconciliationStore'>;

export const HOUR_MS = 3_600_000;
/** So long that no law sees its end. */
export const LONG_LEASE_MS = 600_000;

/** Queues one that an operator would ask for, unless that is wanted otherwise. */
export function addBackfill(
  { reconciliationStore }: Subject,
  appId: string,
  wanted: Partial<NewBackfill> = {},
): Promise<Backfill> {
  const backfill: NewBackfill = {
    appId,
    reason: 'operator',
    from: NOON,
    to: NOON + HOUR_MS,
    ...wanted,
  };
  return answered(reconciliationStore.addBackfill(backfill, null));
}

export function take(
  { reconciliationStore }: Subject,
  leaseMs = LONG_LEASE_MS,
): Promise<HeldBackfill | null> {
  return answered(reconciliationStore.takeBackfill(leaseMs));
}

/** As soon as there is one. */
export async function takeSoon(subject: Subject): Promise<HeldBackfill> {
  for (;;) {
    const held = await take(subject);
    if (held !== null) return held;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function finish({ reconciliationStore }: Subject, held: BackfillHold): Promise<boolean> {
  return answered(reconciliationStore.endBackfill(held, { kind: 'done' }));
}

/** Adds one, takes it and ends it as done. */
export async function walk(
  subject: Subject,
  appId: string,
  wanted: Partial<NewBackfill> = {},
): Promise<void> {
  await addBackfill(subject, appId, wanted);
  await finish(subject, await takeSoon(subject));
}

export async function stateOf({ reconciliationStore }: Subject, { appId, id }: Backfill) {
  const found = await answered(reconciliationStore.backfill(appId, id));
  if (found === null) throw new Error('the backfill is gone');
  return found;
}
