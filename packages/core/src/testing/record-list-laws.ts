import assert from 'node:assert/strict';

import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';

import type { Call } from '../domain/call.ts';
import { COUNT_CAP, type Page, type PageRequest } from '../ports/page.ts';
import {
  CALL_SORTS,
  type CallQuery,
  MESSAGE_SORTS,
  VOICEMAIL_SORTS,
} from '../ports/record-reader.ts';
import type { StoreError } from '../ports/store-error.ts';
import { recordPayloads } from './arbitraries/record-payloads.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { inOrder } from './harness/in-order.ts';
import { openApp } from './harness/open-app.ts';
import { openAppWithRecords } from './harness/open-app-with-records.ts';
import { callPayload, messagePayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import {
  callFilters,
  type Filter,
  messageFilters,
  voicemailFilters,
} from './harness/record-filters.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `RecordReader` promises of lists. */
export const recordListLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'lists are sorted as asked, in both directions, rows without the value last, equal ones by id',
    check: async (open) => {
      const subject = await open();
      const given = fc.record({ payloads: recordPayloads, limit: fc.integer({ min: 1, max: 4 }) });
      await checkProperty(
        given,
        async ({ payloads, limit }) => {
          const { recordReader } = subject;
          const { appId, calls, messages, voicemails } = await openAppWithRecords(
            subject,
            payloads,
          );
          for (const sort of CALL_SORTS) {
            const rows = await allRows((page) => recordReader.calls(appId, { ...page, sort }), {
              limit,
            });
            assert.deepEqual(rows, inOrder(calls, callValueOf(sort), directionOf(sort)));
          }
          for (const sort of MESSAGE_SORTS) {
            const rows = await allRows((page) => recordReader.messages(appId, { ...page, sort }), {
              limit,
            });
            assert.deepEqual(
              rows,
              inOrder(messages, (row) => row.sent_at, directionOf(sort)),
            );
          }
          for (const sort of VOICEMAIL_SORTS) {
            const rows = await allRows(
              (page) => recordReader.voicemails(appId, { ...page, sort }),
              { limit },
            );
            const sorted = inOrder(voicemails, (row) => row.received_at, directionOf(sort));
            assert.deepEqual(rows, sorted);
          }
        },
        8,
      );
    },
  },
  {
    name: 'lists answer every filter, and two together, as a plain filter over all records would',
    check: async (open) => {
      const subject = await open();
      const given = fc.record({ payloads: recordPayloads, pairing: fc.nat(100) });
      await checkProperty(
        given,
        async ({ payloads, pairing }) => {
          const { recordReader } = subject;
          const { appId, calls, messages, voicemails } = await openAppWithRecords(subject, [
            ...payloads,
            ...VOICEMAILS,
          ]);
          await checkFilters({ rows: calls, filters: callFilters, pairing }, (query) =>
            recordReader.calls(appId, { ...query, sort: '-started_at' }),
          );
          await checkFilters({ rows: messages, filters: messageFilters, pairing }, (query) =>
            recordReader.messages(appId, { ...query, sort: '-sent_at' }),
          );
          await checkFilters({ rows: voicemails, filters: voicemailFilters, pairing }, (query) =>
            recordReader.voicemails(appId, { ...query, sort: '-received_at' }),
          );
        },
        6,
      );
    },
  },
  {
    name: 'a list walked page by page skips nothing that was there and repeats nothing, while events arrive',
    check: async (open) => {
      const subject = await open();
      for (const sort of CALL_SORTS) {
        const app = await openApp(subject);
        await send(subject, app, numbers(12).map(sampleCall));
        await processAll(subject);
        const list = (page: PageRequest) =>
          subject.recordReader.calls(app.appId, { ...page, sort });
        const before = await allRows(list);
        let next = 12;
        const walked = await allRows(list, {
          limit: 2,
          between: async () => {
            const arrived = numbers(5).map((nth) => sampleCall(nth + next));
            // Known calls change as well, but not by what is sorted.
            const changed = callPayload((next % 12) + 1, { custom_data: `changed at ${next}` });
            await send(subject, app, [...(next < 40 ? arrived : []), changed]);
            next += 5;
            await processAll(subject);
          },
        });

        const ids = walked.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length, 'repeats nothing');
        const seen = new Set(ids);
        assert.ok(
          before.every(({ id }) => seen.has(id)),
          'skips nothing',
        );
      }
    },
  },
  {
    name: 'lists leave out `offset` rows, and count only when asked',
    check: async (open) => {
      const subject = await open();
      const { recordReader } = subject;
      const { appId, calls, messages, voicemails } = await openAppWithRecords(
        subject,
        numbers(7).flatMap((nth) => [
          callPayload(nth, { state: 'voicemail_uploaded', direction: nth > 2 ? 'inbound' : null }),
          messagePayload(nth),
        ]),
      );
      await checkOffset(calls, (page) =>
        recordReader.calls(appId, { ...page, sort: '-started_at' }),
      );
      await checkOffset(messages, (page) =>
        recordReader.messages(appId, { ...page, sort: '-sent_at' }),
      );
      await checkOffset(voicemails, (page) =>
        recordReader.voicemails(appId, { ...page, sort: '-received_at' }),
      );
      const filtered = await answered(
        recordReader.calls(appId, {
          sort: 'started_at',
          direction: 'inbound',
          limit: 2,
          count: true,
        }),
      );
      assert.equal(filtered.total, 5);
    },
  },
  {
    name: 'lists count up to COUNT_CAP and no further',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      for (const thousand of numbers(10)) {
        await send(
          subject,
          app,
          numbers(1000).map((nth) => messagePayload(thousand * 1000 + nth)),
        );
      }
      await send(
        subject,
        app,
        numbers(2).map((nth) => messagePayload(nth)),
      );
      await processAll(subject, { limit: 1000 });
      const { total, rows } = await answered(
        subject.recordReader.messages(app.appId, { sort: 'sent_at', limit: 1, count: true }),
      );
      assert.equal(total, COUNT_CAP);
      assert.equal(rows.length, 1);
    },
  },
];

/** Of two people and a group: chance alone rarely leaves voicemails that differ. */
const VOICEMAILS: readonly string[] = ['user', 'user', 'office'].map((type, index) =>
  callPayload(101 + index, {
    state: 'voicemail_uploaded',
    direction: 'inbound',
    external_number: `+1415555010${index}`,
    target: { id: 7 + index, type },
    date_ended: NOON + index * 1000,
  }),
);

function callValueOf(sort: CallQuery['sort']): (call: Call) => string | number | null {
  if (sort.endsWith('started_at')) return (call) => call.started_at;
  return sort.endsWith('duration') ? (call) => call.duration_ms : (call) => call.quality;
}

function directionOf(sort: string): 1 | -1 {
  return sort.startsWith('-') ? -1 : 1;
}

interface FilterCheck<Row, Query> {
  readonly rows: readonly Row[];
  readonly filters: readonly Filter<Row, Query>[];
  /** How far apart the two filters of a pair stand. */
  readonly pairing: number;
}

async function checkFilters<Row, Query>(
  { rows, filters, pairing }: FilterCheck<Row, Query>,
  list: (query: Query & PageRequest) => ResultAsync<Page<Row>, StoreError>,
): Promise<void> {
  const single = filters.flatMap(({ queries }) => queries(rows));
  const pairs = single.map((query, index) => ({
    ...query,
    ...single[(index + pairing) % single.length],
  }));
  for (const query of [...single, ...pairs]) {
    const expected = rows.filter((row) => filters.every(({ passes }) => passes(row, query)));
    const page = await answered(list({ ...query, limit: 200 }));
    assert.deepEqual(page.rows, expected, JSON.stringify(query));
  }
}

async function checkOffset<Row>(
  rows: readonly Row[],
  list: (page: PageRequest) => ResultAsync<Page<Row>, StoreError>,
): Promise<void> {
  const { next, ...page } = await answered(list({ offset: 3, limit: 2, count: true }));
  assert.deepEqual(page, { rows: rows.slice(3, 5), total: rows.length });
  assert.ok(next !== null);
  const rest = await answered(list({ after: next, limit: 10 }));
  assert.deepEqual(rest, { rows: rows.slice(5), next: null });
  const beyond = await answered(list({ offset: rows.length, limit: 10 }));
  assert.deepEqual(beyond, { rows: [], next: null });
}

/** Calls with pairs of equal values, and some without, of all that a list can be sorted by. */
function sampleCall(nth: number): string {
  const started = NOON + Math.floor(nth / 2) * 1000;
  return callPayload(nth, {
    state: nth % 5 === 0 ? 'ringing' : 'hangup',
    target: { id: '7', type: 'user' },
    date_started: nth % 4 === 0 ? null : started,
    date_connected: started,
    date_ended: nth % 3 === 0 ? null : started + (nth % 4) * 1000,
    mos_score: nth % 4 === 1 ? null : 1 + (nth % 3),
  });
}
