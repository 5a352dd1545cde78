import { expect, test } from 'vitest';

import { openRig } from './test-rig/open-rig.test.support.ts';

const [EARLY, LATE] = ['2026-09-01T00:00:00Z', '2026-09-02T02:00:00+02:00'];
const [EARLY_MS, LATE_MS] = [Date.parse(EARLY), Date.parse(LATE)];
const EVERY_FILTER = [
  [
    `/api/calls?sort=quality&user_id=1&call_center_id=2&status=ended,missed&outcome=answered&direction=inbound&from=+1&to=+2&number=+3&started_after=${EARLY}&started_before=${LATE}&updated_since=${LATE}&has_recording=true&has_voicemail=false&limit=9&offset=8&count=true`,
    {
      sort: 'quality',
      userId: '1',
      callCenterId: '2',
      status: ['ended', 'missed'],
      outcome: ['answered'],
      direction: 'inbound',
      from: '+1',
      to: '+2',
      number: '+3',
      startedAfter: EARLY_MS,
      startedBefore: LATE_MS,
      updatedSince: LATE_MS,
      hasRecording: true,
      hasVoicemail: false,
      limit: 9,
      offset: 8,
      count: true,
    },
  ],
  [
    `/api/messages?sort=sent_at&direction=outbound&from=+1&to=+2&number=+3&user_id=4&status=sent,failed&sent_after=${EARLY}&sent_before=${LATE}`,
    {
      sort: 'sent_at',
      direction: 'outbound',
      from: '+1',
      to: '+2',
      number: '+3',
      userId: '4',
      status: ['sent', 'failed'],
      sentAfter: EARLY_MS,
      sentBefore: LATE_MS,
      limit: 50,
    },
  ],
  [
    `/api/voicemails?sort=received_at&user_id=1&number=+3&received_after=${EARLY}&received_before=${LATE}`,
    {
      sort: 'received_at',
      userId: '1',
      number: '+3',
      receivedAfter: EARLY_MS,
      receivedBefore: LATE_MS,
      limit: 50,
    },
  ],
] as const;

test('a list is asked for every filter by its own name', async () => {
  const asked: unknown[] = [];
  const noted = <Query>(query: Query): Query => {
    asked.push(query);
    return query;
  };
  const watched = await openRig(({ recordReader }) => ({
    recordReader: {
      ...recordReader,
      calls: (appId, query) => recordReader.calls(appId, noted(query)),
      messages: (appId, query) => recordReader.messages(appId, noted(query)),
      voicemails: (appId, query) => recordReader.voicemails(appId, noted(query)),
    },
  }));
  const tenant = await watched.createTenant('Watched');
  for (const [path] of EVERY_FILTER) expect((await watched.api(tenant, path)).status).toBe(200);
  expect(asked).toEqual(EVERY_FILTER.map(([, query]) => query));
  await watched.close();
});

const APP = '0198a5a0-0000-7000-8000-000000000001';
const EVENT_FILTER = `app_id=${APP}&kind=call&hook_id=abc&received_after=${EARLY}&received_before=${LATE}`;
const EVENT_SELECTION = {
  appId: APP,
  kind: 'call',
  hookId: 'abc',
  receivedAfter: EARLY_MS,
  receivedBefore: LATE_MS,
};
const OPERATOR_LISTS = [
  [
    `/internal/events?state=dead&reason=failed&${EVENT_FILTER}&limit=9`,
    [{ ...EVENT_SELECTION, state: 'dead', reason: 'failed' }, { limit: 9 }],
  ],
  [
    `/internal/dead-letters?reason=crashed&${EVENT_FILTER}&offset=8`,
    [
      { ...EVENT_SELECTION, state: 'dead', reason: 'crashed' },
      { limit: 50, offset: 8 },
    ],
  ],
  [
    `/internal/quarantine?reason=payload-too-deep&${EVENT_FILTER}&count=true`,
    [
      { ...EVENT_SELECTION, state: 'quarantined', reason: 'payload-too-deep' },
      { limit: 50, count: true },
    ],
  ],
  [
    `/internal/unrouted?reason=unrouted&${EVENT_FILTER}`,
    [{ ...EVENT_SELECTION, state: 'unrouted', reason: 'unrouted' }, { limit: 50 }],
  ],
  [
    `/internal/audit?app_id=${APP}&action=app.created,unrouted.purged`,
    [{ appId: APP, actions: ['app.created', 'unrouted.purged'] }, { limit: 50 }],
  ],
  [`/internal/webhooks?app_id=${APP}&limit=9`, [{ appId: APP }, { limit: 9 }]],
  [
    `/internal/apps/${APP}/api-key/status?name=a.b&count=true`,
    [APP, { name: 'a.b' }, { limit: 50, count: true }],
  ],
] as const;

test('a list for the operator is asked for every filter by its own name', async () => {
  const asked: unknown[] = [];
  const noting =
    <Given extends unknown[], Answer>(list: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      asked.push(given);
      return list(...given);
    };
  const watched = await openRig(({ eventStore, auditLog, keyStore }) => ({
    eventStore: { ...eventStore, events: noting(eventStore.events) },
    auditLog: { entries: noting(auditLog.entries) },
    keyStore: { ...keyStore, hooks: noting(keyStore.hooks), apiKeys: noting(keyStore.apiKeys) },
  }));
  for (const [path] of OPERATOR_LISTS) await watched.operator(path);
  expect(asked).toEqual(OPERATOR_LISTS.map(([, given]) => given));
  await watched.close();
});

test('a selection of many is asked for every filter by its own name', async () => {
  const asked: unknown[] = [];
  const watched = await openRig(({ eventDesk }) => ({
    eventDesk: {
      ...eventDesk,
      purge: (selection, slice, act) => {
        asked.push([selection, slice]);
        return eventDesk.purge(selection, slice, act);
      },
    },
  }));
  const body = {
    ids: [APP],
    app_id: APP,
    kind: 'call',
    reason: 'failed',
    hook_id: 'abc',
    received_after: EARLY,
    received_before: LATE,
    limit: 9,
    after: APP,
  };
  const answer = await watched.operator('/internal/dead-letters/purge', body);
  expect(answer.status).toBe(200);
  expect(asked).toEqual([
    [
      { ...EVENT_SELECTION, state: 'dead', reason: 'failed', ids: [APP] },
      { limit: 9, after: APP },
    ],
  ]);
  await watched.close();
});
