import { createSecretKey } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp } from '../testing/test-app.test.support.ts';

const SECRET = 'a hook secret that nobody may read';
const OTHER_KEY = 'another key for tests, of thirty-two characters';

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage();
  appId = await addTestApp(storage);
  for (const hookId of ['first', 'second']) {
    const hook = { hookId, appId, secret: `${SECRET}: ${hookId}` };
    (await storage.keyStore.createHook(hook))._unsafeUnwrap();
  }
});
afterAll(() => storage.close());

test('a hook secret is readable in no column of any table', async () => {
  const tables = await storage.query<{ readonly name: string }>(
    'keeper',
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  let rows = 0;
  for (const { name } of tables) {
    const found = await storage.query<{ readonly row: string }>(
      'keeper',
      `SELECT row_to_json(t)::text AS row FROM ${name} AS t`,
    );
    rows += found.length;
    for (const secret of [SECRET, Buffer.from(SECRET).toString('hex')]) {
      expect(found.filter(({ row }) => row.includes(secret))).toEqual([]);
    }
  }
  expect(rows).toBeGreaterThan(5);
});

test('a secret that was moved to another hook is refused', async () => {
  const swap = `
    UPDATE dialpad_webhooks AS hook SET secret = other.secret
    FROM dialpad_webhooks AS other WHERE other.hook_id <> hook.hook_id`;
  await storage.query('keeper', swap);
  const outcome = await storage.keyStore.hook('first');
  expect(outcome._unsafeUnwrapErr().kind).toBe('store-unavailable');

  await storage.query('keeper', swap);
  const hook = (await storage.keyStore.hook('first'))._unsafeUnwrap();
  expect(hook?.secrets).toEqual([`${SECRET}: first`]);
});

test('creating a key writes one row of the audit log', async () => {
  const rows = await storage.query<{ readonly action: string; readonly name: string }>(
    'keeper',
    'SELECT action, name FROM api_key_audit_log WHERE app_id = $1',
    [appId],
  );
  expect(rows).toEqual([{ action: 'created', name: 'default' }]);
});

test('a start with other keys is refused and says which are missing', async () => {
  const pepper = { keyId: 'pepper', key: createSecretKey(Buffer.from('a pepper')) };
  const otherPepper = { keyId: 'pepper', key: createSecretKey(Buffer.from('another')) };
  (await storage.checkKeys([pepper]))._unsafeUnwrap();
  (await storage.checkKeys([pepper]))._unsafeUnwrap();

  expect((await storage.checkKeys([otherPepper]))._unsafeUnwrapErr()).toMatchObject({
    kind: 'other-keys',
    purpose: 'pepper',
    missing: ['pepper'],
  });
  expect(await startWith([OTHER_KEY])).toMatchObject({ kind: 'other-keys', purpose: 'encryption' });
  expect(await startWith([OTHER_KEY, TEST_KEY])).toBeNull();
  expect(await startWith([TEST_KEY])).toBeNull();

  async function startWith(encryptionKeys: readonly [string, ...string[]]) {
    const postgres = await openPostgres({ url: storage.url, encryptionKeys });
    const outcome = await postgres.checkKeys([pepper]);
    await postgres.close();
    return outcome.match(
      () => null,
      (error) => error,
    );
  }
});
