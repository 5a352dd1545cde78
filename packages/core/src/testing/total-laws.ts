import assert from 'node:assert/strict';

import type { ResultAsync } from 'neverthrow';

import type { PageRequest } from '../ports/page.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload } from './harness/payloads.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

type PortCall = (
  subject: StorageSubject,
  odd: string,
  page: PageRequest,
) => ResultAsync<unknown, unknown>;

export const eventStoreTotalLaw = totalLaw('EventStore', [
  ({ eventStore }, odd) =>
    eventStore.append([
      { ...newEventOf({ appId: odd, hookId: odd }, callPayload(1)), type: odd, subjectId: odd },
    ]),
  ({ eventStore }, odd) =>
    eventStore.append([{ ...newEventOf({ appId: odd, hookId: odd }, '{}'), payload: odd }]),
  ({ eventStore }, odd) =>
    eventStore.setAside({
      appId: odd,
      hookId: odd,
      reason: 'unrouted',
      body: new TextEncoder().encode(odd),
    }),
  ({ eventStore }, _odd, { limit }) => eventStore.processBatch(limit, planBatch),
  ({ eventStore }) =>
    eventStore.processBatch(10, () => {
      throw new Error('a plan may throw');
    }),
  ({ eventStore }, odd, page) => eventStore.events({ appId: odd }, page),
  ({ eventStore }, odd, page) => eventStore.events({ hookId: odd }, page),
  ({ eventStore }, _odd, page) =>
    eventStore.events({ receivedAfter: page.limit, receivedBefore: Number.NaN }, page),
  ({ eventStore }) => eventStore.queue(),
]);

export const eventDeskTotalLaw = totalLaw('EventDesk', [
  ({ eventDesk }, odd) => eventDesk.event(odd),
  ({ eventDesk }, odd) => eventDesk.payload(odd, { ...sampleAct, requestId: odd }),
  ({ eventDesk }, odd, { limit }) =>
    eventDesk.countHeld({ state: 'dead', ids: [odd], hookId: odd, receivedAfter: limit }),
  ({ eventDesk }, odd, { limit }) =>
    eventDesk.heldBodies({ state: 'unrouted', appId: odd }, { limit, after: odd }),
  ({ eventDesk }, odd, { limit }) =>
    eventDesk.replay({ state: 'dead', hookId: odd }, { limit, after: odd }, sampleAct),
  ({ eventDesk }, odd) =>
    eventDesk.discharge({ state: 'quarantined', ids: [odd], appId: null }, sampleAct),
  ({ eventDesk }, odd, { limit }) =>
    eventDesk.purge({ state: 'dead', receivedBefore: limit, appId: odd }, { limit }, sampleAct),
]);

export const recordReaderTotalLaw = totalLaw('RecordReader', [
  ({ recordReader }, odd, page) =>
    recordReader.calls(odd, { ...page, sort: 'quality', from: odd, startedAfter: page.limit }),
  ({ recordReader }, odd, page) => recordReader.activeCalls(odd, page),
  ({ recordReader }, odd) => recordReader.call(odd, odd),
  ({ recordReader }, odd, page) => recordReader.callEvents(odd, odd, page),
  ({ recordReader }, odd, page) =>
    recordReader.messages(odd, { ...page, sort: 'sent_at', to: odd, sentBefore: page.limit }),
  ({ recordReader }, odd) => recordReader.message(odd, odd),
  ({ recordReader }, odd, page) =>
    recordReader.voicemails(odd, { ...page, sort: 'received_at', number: odd }),
  ({ recordReader }, odd) => recordReader.voicemail(odd, odd),
]);

export const updateLogTotalLaw = totalLaw('UpdateLog', [
  ({ updateLog }, odd) => updateLog.head(odd),
  ({ updateLog }, odd, { limit }) => updateLog.readAfter(odd, limit, limit),
]);

const ODD_TEXTS = ['', 'nonsense', 'nul \u0000', '\uD800', "'; --", 'x'.repeat(5000)];
const ODD_PAGES: readonly PageRequest[] = [
  { limit: 1 },
  { limit: 0 },
  { limit: -1 },
  { limit: Number.NaN },
  { limit: 1.5, offset: -1 },
  { limit: 1e300, offset: 1e300, count: true },
  { limit: 1, after: { value: 'nul \u0000', id: 'nul \u0000' } },
  { limit: 1, after: { value: Number.POSITIVE_INFINITY, id: '' } },
];

/** Errors are values: whatever a method is given, it answers with a Result. */
function totalLaw(port: string, calls: readonly PortCall[]): Law<StorageSubject> {
  return {
    name: `no method of ${port} throws or rejects, whatever it is given`,
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      for (const call of calls) {
        for (const odd of [...ODD_TEXTS, appId]) await assertAnswers(call, subject, [odd, PAGE]);
        for (const page of ODD_PAGES) await assertAnswers(call, subject, [appId, page]);
      }
    },
  };
}

const PAGE: PageRequest = { limit: 1 };

async function assertAnswers(
  call: PortCall,
  subject: StorageSubject,
  [odd, page]: readonly [string, PageRequest],
): Promise<void> {
  const answer: unknown = await call(subject, odd, page);
  assert.ok(typeof answer === 'object' && answer !== null && 'isOk' in answer, 'a Result');
}
