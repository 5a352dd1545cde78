import { sampleAct, webhookRegistryLaws } from '@dialpad-cti/core/testing';
import { afterEach, describe, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp } from '../testing/test-app.test.support.ts';

const opened: TestStorage[] = [];

async function open(): Promise<TestStorage> {
  const storage = await openTestStorage();
  opened.push(storage);
  return storage;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
});

describe('the Postgres WebhookRegistry', () => {
  for (const { name, check } of webhookRegistryLaws) test(name, () => check(open));

  test('keeps no secret of a hook that it begins readable', async () => {
    const storage = await open();
    const appId = await addTestApp(storage);
    const secret = 'a secret that nobody may find in the database';
    const intent = { hookId: 'hook', appId, baseUrl: 'https://cti.example', secret, wanted: [] };
    (await storage.webhookRegistry.begin(intent, sampleAct))._unsafeUnwrap();
    for (const table of ['dialpad_webhooks', 'dialpad_registrations', 'audit_log']) {
      const rows = await storage.query<{ readonly text: string }>(
        'keeper',
        `SELECT row_to_json(${table})::text AS text FROM ${table}`,
      );
      for (const { text } of rows) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
  });

  test('takes along what the key store deletes, to the last row', async () => {
    const storage = await open();
    const appId = await addTestApp(storage);
    const { webhookRegistry: registry, keyStore } = storage;
    const intent = {
      hookId: 'hook',
      appId,
      baseUrl: 'https://cti.example',
      secret: 's',
      wanted: [],
    };
    (await registry.begin(intent, sampleAct))._unsafeUnwrap();
    const subscriptions = [{ kind: 'call', id: '7' }] as const;
    (await registry.note('hook', { subscriptions }))._unsafeUnwrap();
    (await keyStore.deleteHook('hook', sampleAct))._unsafeUnwrap();
    for (const table of ['dialpad_webhooks', 'dialpad_registrations', 'dialpad_subscriptions']) {
      expect(await storage.query('keeper', `SELECT 1 FROM ${table}`)).toEqual([]);
    }
  });
});
