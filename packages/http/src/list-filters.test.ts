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
