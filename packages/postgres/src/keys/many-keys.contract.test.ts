import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { apiKeyQuery } from './api-key-query.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('a key among a thousand apps reads as few pages as a key among two', async () => {
  await addApps(1, 2);
  const amongTwo = await pagesRead('key-000000001');
  await addApps(3, 1000);
  expect((await storage.keyStore.apiKey('key-000000777'))._unsafeUnwrap()?.name).toBe('default');
  const amongThousand = await pagesRead('key-000000777');
  // A level more of each index; all keys together would be over 30 pages.
  expect(amongThousand).toBeLessThanOrEqual(amongTwo + 3);
});

async function addApps(first: number, last: number): Promise<void> {
  await storage.query(
    'keeper',
    `WITH made AS (
       INSERT INTO apps (app_id, name, created_at)
       SELECT gen_random_uuid(), 'App ' || n, now() FROM generate_series($1::int, $2::int) AS n
       RETURNING app_id, name
     )
     INSERT INTO api_keys (app_id, key_id, name, digest, pepper_id, hash, created_at)
     SELECT
       app_id, 'key-' || lpad(substr(name, 5), 9, '0'), 'default', decode(repeat('00', 32), 'hex'),
       'pepper', repeat('x', 60), now()
     FROM made`,
    [first, last],
  );
}

interface Plan {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Shared Hit Blocks': number } }];
}

/** The second time, when planning and the first look at the tables are behind us. */
async function pagesRead(keyId: string): Promise<number> {
  const { sql, values } = apiKeyQuery(keyId);
  const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql.replace('$slonik_1', '$1')}`;
  await storage.query('keeper', text, values);
  const [plan] = await storage.query<Plan>('keeper', text, values);
  return plan?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] ?? Number.NaN;
}
