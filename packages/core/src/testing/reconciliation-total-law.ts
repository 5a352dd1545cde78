import assert from 'node:assert/strict';

import type { ResultAsync } from 'neverthrow';

import { openApp } from './harness/open-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

type PortCall = (
  store: StorageSubject['reconciliationStore'],
  odd: string,
  number: number,
) => ResultAsync<unknown, unknown>;

const CALLS: readonly PortCall[] = [
  (store, odd, number) =>
    store.addBackfill({ appId: odd, reason: 'gap', from: number, to: number + 1 }, null),
  (store, odd, number) =>
    store.addBackfill(
      { appId: odd, reason: 'operator', from: 0, to: number },
      { ...sampleAct, requestId: odd },
    ),
  (store, odd) => store.backfill(odd, odd),
  (store, odd, number) =>
    store.backfills(odd, { limit: number, after: { value: number, id: odd }, count: true }),
  (store, odd, number) => store.backfills(odd, { limit: 1, offset: number }),
  (store, _odd, number) => store.takeBackfill(number),
  (store, odd, number) =>
    store.noteProgress(
      { appId: odd, id: odd, hold: odd },
      { reached: number, listed: number, recovered: number },
      number,
    ),
  (store, odd) => store.endBackfill({ appId: odd, id: odd, hold: odd }, { kind: 'done' }),
  (store, odd) => store.callFacts(odd, [odd, '1']),
  (store, odd, number) => store.concludedCalls(odd, { from: number, to: number * 2 }),
  (store, _odd, number) => store.silentCalls(number, 1),
  (store, _odd, number) => store.silentCalls(Date.now(), number),
  (store, odd, number) =>
    store.putUnexplained(odd, { from: number, to: number * 2 }, [
      { dialpadCallId: odd, reason: 'differs', startedAt: number },
    ]),
  (store, odd, number) => store.ledger(odd, { from: number, to: number * 2 }),
  (store, odd) => store.walkedUntil(odd),
];

const ODD_TEXTS = ['', 'nonsense', 'nul \u0000', '\uD800', "'; --", 'x'.repeat(5000)];
const ODD_NUMBERS = [0, -1, 1.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY];

export const reconciliationStoreTotalLaw: Law<StorageSubject> = {
  name: 'no method of ReconciliationStore throws or rejects, whatever it is given',
  check: async (open) => {
    const subject = await open();
    const { appId } = await openApp(subject);
    for (const call of CALLS) {
      for (const odd of [...ODD_TEXTS, appId]) await assertAnswers(call, subject, [odd, 1]);
      for (const number of ODD_NUMBERS) await assertAnswers(call, subject, [appId, number]);
    }
  },
};

async function assertAnswers(
  call: PortCall,
  { reconciliationStore }: StorageSubject,
  [odd, number]: readonly [string, number],
): Promise<void> {
  const answer: unknown = await call(reconciliationStore, odd, number);
  assert.ok(typeof answer === 'object' && answer !== null && 'isOk' in answer, 'a Result');
}
