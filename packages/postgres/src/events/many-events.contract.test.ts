import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('a page of events finds its deliveries by key, however many there are', async () => {
  const appId = await addTestApp(storage);
  const calls = Array.from({ length: 60 }, (_none, index) => testEvent(appId, index + 1));
  (await storage.eventStore.append([...calls, ...calls]))._unsafeUnwrap();
  await storage.query(
    'intake',
    `INSERT INTO event_digests (app_id, hook_id, digest, event_id, deliveries, last_at)
     SELECT $1::uuid, 'hook', gen_random_uuid(), gen_random_uuid(), 1, now()
     FROM generate_series(1, 30000)`,
    [appId],
  );
  await storage.query('operator', 'ANALYZE event_digests');
  const before = await wholeReads();

  // Its connections report what they read when they end.
  const other = await openPostgres({ url: storage.url, encryptionKeys: ['not needed here'] });
  const page = (await other.eventStore.events({}, { limit: 50 }))._unsafeUnwrap();
  await other.close();

  expect(page.rows.map(({ deliveries }) => deliveries)).toEqual(page.rows.map(() => 2));
  expect(await wholeReads()).toBe(before);
});

async function wholeReads(): Promise<number> {
  const [row] = await storage.query<{ readonly times: string }>(
    'operator',
    `SELECT seq_scan AS times FROM pg_stat_user_tables WHERE relname = 'event_digests'`,
  );
  return Number(row?.times);
}
