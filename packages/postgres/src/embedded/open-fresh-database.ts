import { randomBytes } from 'node:crypto';

import { type Client, DatabaseError } from 'pg';

import { withClient } from './with-client.ts';

export interface FreshDatabase {
  readonly url: string;
  /** One statement past all ports, by the owner of the tables, whom row security binds as well. */
  readonly query: (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Ends whatever connections are left to it. */
  readonly drop: () => Promise<void>;
}

interface FreshDatabaseOptions {
  /** False for an empty database instead of a migrated one. */
  readonly template?: boolean;
}

/** A database for one test file, on the cluster that `npm test` has started. */
export async function openFreshDatabase(
  options: FreshDatabaseOptions = {},
): Promise<FreshDatabase> {
  const clusterUrl = process.env['TEST_DATABASE_URL'];
  if (clusterUrl === undefined || clusterUrl === '') {
    throw new Error(
      'No database to test on: TEST_DATABASE_URL is not set. Run the tests through `npm test`, ' +
        'which starts one.',
    );
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withClient(clusterUrl, (client) => create(client, name, options.template ?? true));
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    query: (text) => withClient(url.href, async (client) => (await client.query(text)).rows),
    drop: () => withClient(clusterUrl, (client) => drop(client, name)),
  };
}

async function drop(client: Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      return;
    } catch (error) {
      // FORCE may not end an autovacuum worker, which belongs to the superuser; without it Postgres
      // tells the worker to go, and waits five seconds.
      if (codeOf(error) !== insufficientPrivilege || attempt === 5) throw error;
      await client.query(`DROP DATABASE IF EXISTS "${name}"`).catch(() => undefined);
    }
  }
}

const template = 'dialpad_cti_template';
const objectInUse = '55006';
const noSuchDatabase = '3D000';
const insufficientPrivilege = '42501';

async function create(client: Client, name: string, migrated: boolean): Promise<void> {
  const source = migrated ? `TEMPLATE ${template}${await copyStrategy(client)}` : '';
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`CREATE DATABASE "${name}" ${source}`);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === noSuchDatabase) throw new Error(missingTemplate, { cause: error });
      // Postgres itself has by then waited five seconds for the template to be free.
      if (code !== objectInUse || attempt === 5) throw error;
    }
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

const missingTemplate = `The test cluster has no ${template}. Run the tests through \`npm test\`.`;

/** Copying files beats the write-ahead log for a small database; before 15 there was no choice. */
async function copyStrategy(client: Client): Promise<string> {
  const { rows } = await client.query<{ readonly version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return (rows[0]?.version ?? 0) >= 150_000 ? ' STRATEGY FILE_COPY' : '';
}
