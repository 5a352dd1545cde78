import { randomUUID } from 'node:crypto';

import { runner } from 'node-pg-migrate';
import { Client } from 'pg';
import { expect, test } from 'vitest';

import { openFreshDatabase } from '../embedded/index.ts';
import { openPostgres } from '../open-postgres.ts';
import { MIGRATIONS_FOLDER, migrate } from '../schema/migrate.ts';

const AT = '2026-09-01T12:00:00.150Z';

test('keys of before stay as they were, and so does what was written down of them', async () => {
  const database = await openFreshDatabase({ template: false });
  try {
    const appId = await makeKeyBefore(database.url);
    await migrate({ url: database.url });
    const postgres = await openPostgres({ url: database.url, encryptionKeys: ['any key'] });
    const page = { limit: 10, count: true };
    const entries = (await postgres.auditLog.entries({ appId }, page))._unsafeUnwrap();
    const keys = (await postgres.keyStore.apiKeys(appId, {}, page))._unsafeUnwrap();
    await postgres.close();

    expect(entries).toMatchObject({
      rows: [
        {
          at: AT,
          action: 'api-key.created',
          actor: 'unknown',
          address: null,
          subjectId: 'a key',
          name: 'default',
          count: 1,
        },
      ],
      total: 1,
    });
    expect(keys?.rows).toMatchObject([{ keyId: 'a key', state: 'active', createdAt: AT }]);
  } finally {
    await database.drop();
  }
});

/** With the migrations of the release before this table. */
async function makeKeyBefore(url: string): Promise<string> {
  const appId = randomUUID();
  const client = new Client(url);
  try {
    await client.connect();
    await runner({
      dbClient: client,
      dir: MIGRATIONS_FOLDER,
      direction: 'up',
      count: 4,
      migrationsTable: 'schema_migrations',
      log: () => {},
    });
    await client.query(`
      BEGIN;
      SET LOCAL app.role = 'keeper';
      INSERT INTO apps (app_id, name, created_at) VALUES ('${appId}', 'An app', '${AT}');
      INSERT INTO api_keys (app_id, key_id, name, digest, pepper_id, hash, created_at)
      VALUES ('${appId}', 'a key', 'default', '', 'pepper', 'hash', '${AT}');
      INSERT INTO api_key_audit_log (app_id, id, key_id, name, action, at)
      VALUES ('${appId}', '${randomUUID()}', 'a key', 'default', 'created', '${AT}');
      COMMIT`);
  } finally {
    await client.end();
  }
  return appId;
}
