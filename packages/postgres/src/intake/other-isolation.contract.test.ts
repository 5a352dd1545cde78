import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('a database with another isolation by default refuses no repeated delivery', async () => {
  const appId = await addTestApp(storage);
  const name = new URL(storage.url).pathname.slice(1);
  await storage.query(
    'keeper',
    `ALTER DATABASE "${name}" SET default_transaction_isolation = 'serializable'`,
  );
  const open = () => openPostgres({ url: storage.url, encryptionKeys: ['not needed here'] });
  const servers = await Promise.all([open(), open(), open()]);
  try {
    const failures: unknown[] = [];
    for (let round = 0; round < 40; round += 1) {
      const event = testEvent(appId, round + 1);
      const answers = await Promise.all(servers.map((server) => server.eventStore.append([event])));
      failures.push(...answers.filter((answer) => answer.isErr()));
    }
    expect(failures).toEqual([]);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
});
