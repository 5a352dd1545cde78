import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { Call } from '../domain/call.ts';
import { Message } from '../domain/message.ts';
import { Voicemail } from '../domain/voicemail.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { eventStreams } from './arbitraries/event-streams.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, messagePayload, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `RecordReader` promises of records read by id, and of whose they are. */
export const recordByIdLaws: readonly Law<StorageSubject>[] = [
  {
    name: "a record is found by our id and by Dialpad's, also beyond 2^53",
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      // The middle two are one number to a double.
      for (const id of ['1', '9007199254740992', '9007199254740993', '9223372036854775807']) {
        await sendRecords(subject, app, { id });
        const { call, message, voicemail } = await recordsOf(subject, app.appId, id);
        assert.ok(call && message && voicemail);
        assert.equal(call.dialpad_call_id, id);
        assert.equal(message.dialpad_message_id, id);
        assert.equal(voicemail.dialpad_call_id, id);
        assert.equal(voicemail.call_id, call.id);

        const { recordReader } = subject;
        assert.deepEqual(await answered(recordReader.call(app.appId, call.id)), call);
        assert.deepEqual(await answered(recordReader.message(app.appId, message.id)), message);
        assert.deepEqual(
          await answered(recordReader.voicemail(app.appId, voicemail.id)),
          voicemail,
        );
      }
    },
  },
  {
    name: 'an id that nobody has, of whatever form, is answered with null',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await sendRecords(subject, app, { id: '1' });
      for (const id of [
        '',
        '2',
        'nonsense',
        randomUUID(),
        '9'.repeat(70),
        'nul \u0000',
        '\uD800',
      ]) {
        await assertMissing(subject, app.appId, id);
      }
    },
  },
  {
    name: 'an id of another app is answered like a missing one, also with equal Dialpad ids in both',
    check: async (open) => {
      const subject = await open();
      const [one, two, none] = await Promise.all(numbers(3).map(() => openApp(subject)));
      assert.ok(one && two && none);
      await sendRecords(subject, one, { id: '1', note: 'of one' });
      await sendRecords(subject, two, { id: '1', note: 'of two' });
      const ofOne = await recordsOf(subject, one.appId, '1');
      const ofTwo = await recordsOf(subject, two.appId, '1');

      assert.equal(ofOne.call?.custom_data, 'of one');
      assert.equal(ofTwo.call?.custom_data, 'of two');
      assert.equal(ofOne.message?.text, 'of one');
      assert.equal(ofTwo.message?.text, 'of two');
      await assertMissing(subject, none.appId, '1');
      for (const record of Object.values(ofTwo)) {
        await assertMissing(subject, one.appId, record?.id ?? '');
      }
    },
  },
  {
    name: 'lists hold the records of their app only',
    check: async (open) => {
      const subject = await open();
      const apps = await Promise.all(numbers(2).map(() => openApp(subject)));
      for (const [index, app] of apps.entries()) {
        for (const id of numbers(index + 1)) await sendRecords(subject, app, { id: String(id) });
      }
      for (const [index, { appId }] of apps.entries()) {
        const { calls, messages, voicemails, active } = await listsOf(subject, appId);
        const ids = numbers(index + 1).map(String);
        assert.deepEqual(calls.map((call) => call.dialpad_call_id).sort(), ids);
        assert.deepEqual(messages.map((message) => message.dialpad_message_id).sort(), ids);
        assert.deepEqual(voicemails.map((voicemail) => voicemail.dialpad_call_id).sort(), ids);
        assert.ok(active.rows.every(({ id }) => calls.some((call) => call.id === id)));
      }
    },
  },
  {
    name: 'a committed batch is visible to every call that begins after it',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      for (const nth of numbers(20)) {
        await send(subject, app, [callPayload(nth)]);
        const { updates } = await answered(subject.eventStore.processBatch(10, planBatch));
        const reads = numbers(5).map(() => recordsOf(subject, app.appId, String(nth)));
        for (const { call } of await Promise.all(reads)) {
          assert.deepEqual(call, updates[0]?.data);
        }
      }
    },
  },
  {
    name: 'every record fits the public contract and holds nothing else',
    check: async (open) => {
      const subject = await open();
      await checkProperty(eventStreams(1), async (events) => {
        const app = await openApp(subject);
        await send(
          subject,
          app,
          events.map(({ payload }) => payload),
        );
        await processAll(subject);
        const { calls, messages, voicemails } = await listsOf(subject, app.appId);
        for (const call of calls) assert.deepEqual(Call.parse(call), call);
        for (const message of messages) assert.deepEqual(Message.parse(message), message);
        for (const row of voicemails) assert.deepEqual(Voicemail.parse(row), row);
      });
    },
  },
];

/** A call with a voicemail, and a message, all with the same Dialpad id. */
async function sendRecords(
  subject: StorageSubject,
  app: AppUnderTest,
  { id, note = 'note' }: { readonly id: string; readonly note?: string },
): Promise<void> {
  const left = { state: 'voicemail_uploaded', voicemail_recording_id: '77', custom_data: note };
  await send(subject, app, [callPayload(id, left), messagePayload(id, { text: note })]);
  await processAll(subject);
}

async function recordsOf({ recordReader }: StorageSubject, appId: string, id: string) {
  return {
    call: await answered(recordReader.call(appId, id)),
    message: await answered(recordReader.message(appId, id)),
    voicemail: await answered(recordReader.voicemail(appId, id)),
  };
}

async function assertMissing(subject: StorageSubject, appId: string, id: string): Promise<void> {
  assert.deepEqual(await recordsOf(subject, appId, id), {
    call: null,
    message: null,
    voicemail: null,
  });
  assert.equal(await answered(subject.recordReader.callEvents(appId, id, { limit: 10 })), null);
}

async function listsOf({ recordReader }: StorageSubject, appId: string) {
  return {
    calls: await allRows((page) => recordReader.calls(appId, { ...page, sort: 'started_at' })),
    messages: await allRows((page) => recordReader.messages(appId, { ...page, sort: 'sent_at' })),
    voicemails: await allRows((page) =>
      recordReader.voicemails(appId, { ...page, sort: 'received_at' }),
    ),
    active: await answered(recordReader.activeCalls(appId, { limit: 200 })),
  };
}
