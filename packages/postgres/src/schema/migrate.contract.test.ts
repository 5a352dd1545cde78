import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type FreshDatabase, openFreshDatabase } from '../embedded/index.ts';
import { openPostgres } from '../open-postgres.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import { migrate } from './migrate.ts';

let database: FreshDatabase;

beforeEach(async () => {
  database = await openFreshDatabase({ template: false });
});
afterEach(() => database.drop());

test('three starts at once on an empty database all succeed, and one of them migrates', async () => {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  await Promise.all([1, 2, 3].map(() => migrate({ url: database.url, log })));
  expect(lines.filter((line) => line.includes('MIGRATION 0001_apps-and-keys'))).toHaveLength(1);

  const postgres = await openPostgres({ url: database.url, encryptionKeys: ['any key'] });
  const facts = (await postgres.facts())._unsafeUnwrap();
  await postgres.close();
  expect(facts).toMatchObject({ missingMigrations: [], bypassesRowSecurity: false });
});

test('a database without our schema says what it lacks', async () => {
  const postgres = await openPostgres({ url: database.url, encryptionKeys: ['any key'] });
  const facts = (await postgres.facts())._unsafeUnwrap();
  await postgres.close();
  expect(facts.missingMigrations).toContain('0001_apps-and-keys');
});

test('a database that a newer release migrated says what we do not know', async () => {
  await migrate({ url: database.url });
  const client = new Client(database.url);
  await client.connect();
  await client.query(`INSERT INTO schema_migrations (name, run_on) VALUES ('9999_later', now())`);
  await client.end();
  const postgres = await openPostgres({ url: database.url, encryptionKeys: ['any key'] });
  const facts = (await postgres.facts())._unsafeUnwrap();
  await postgres.close();
  expect(facts).toMatchObject({ missingMigrations: [], unknownMigrations: ['9999_later'] });
});

test('partitions are made ahead once, whoever asks and how often', async () => {
  await migrate({ url: database.url });
  const later = Date.now() + 45 * 86_400_000;
  const clients = [1, 2, 3].map(() => new Client(database.url));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(clients.map((client) => ensurePartitions(client, later)));
    const [first] = clients;
    const { rows } = (await first?.query(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent = 'updates'::regclass ORDER BY 1`,
    )) ?? { rows: [] };
    expect(rows.map(({ name }) => name)).toEqual([
      ...days(Date.now()),
      ...days(later),
      'updates_default',
    ]);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
});

function days(from: number): readonly string[] {
  return [0, 1, 2, 3].map((ahead) => {
    const day = new Date(from + ahead * 86_400_000).toISOString().slice(0, 10);
    return `updates_${day.replaceAll('-', '')}`;
  });
}
