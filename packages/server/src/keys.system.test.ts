import { parseApiKey } from '@dialpad-cti/core';
import { openPostgres, type Postgres } from '@dialpad-cti/postgres';
import { compare } from 'bcrypt';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ApiClient } from './testing/api-client.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

let stage: Stage;
let client: ApiClient;
let postgres: Postgres;
beforeAll(async () => {
  stage = await openStage();
  ({ client } = await stage.start());
  const encryptionKeys = [testSecrets.ENCRYPTION_KEYS] as const;
  postgres = await openPostgres({ url: stage.databaseUrl, encryptionKeys });
});
afterAll(async () => {
  await postgres.close();
  await stage.close();
});

test('a key is kept as bcrypt of cost 10 and shown once', async () => {
  const { appId, apiKey } = await client.createTenant('Keys');
  expect(apiKey).toMatch(/^raw_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);

  const kept = (await postgres.keyStore.apiKey(parseApiKey(apiKey) ?? ''))._unsafeUnwrap();
  expect(kept?.appId).toBe(appId);
  expect(kept?.hash).toMatch(/^\$2b\$10\$/);
  expect(await compare(apiKey, kept?.hash ?? '')).toBe(true);
  expect(JSON.stringify(kept)).not.toContain(apiKey.slice('raw_000000000000_'.length));

  for (const path of ['/internal/apps', `/internal/apps/${appId}`]) {
    const { status, body } = await client.get(path, 'operator');
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('raw_');
  }
});
