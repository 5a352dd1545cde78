import { readdir } from 'node:fs/promises';

import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { READ_LIMITS } from '../connection/time-limits.ts';
import { withinDeadline } from '../connection/within-deadline.ts';
import { MIGRATIONS_FOLDER } from './migrate.ts';

/** What a start and `/readyz` judge a database by. */
export interface DatabaseFacts {
  /** E.g. `18.4`. */
  readonly serverVersion: string;
  /** Row-level security does not bind our role: never in production. */
  readonly bypassesRowSecurity: boolean;
  /** What was acknowledged survives a crash of the server: fsync and synchronous_commit are on. */
  readonly isDurable: boolean;
  /** Migrations of this release that the database lacks. */
  readonly missingMigrations: readonly string[];
  /** Migrations of the database that this release lacks: it knows nothing of what they changed. */
  readonly unknownMigrations: readonly string[];
}

const Facts = z.object({
  server_version: z.string(),
  bypasses: z.boolean(),
  fsync: z.string(),
  synchronous_commit: z.string(),
  is_migrated: z.boolean(),
});
const Applied = z.object({ name: z.string() });

export async function readFacts(pool: DatabasePool): Promise<DatabaseFacts> {
  const facts = await withinDeadline(
    READ_LIMITS.deadlineMs,
    pool.one(sql.type(Facts)`
      SELECT
        current_setting('server_version') AS server_version,
        rolsuper OR rolbypassrls AS bypasses,
        current_setting('fsync') AS fsync,
        current_setting('synchronous_commit') AS synchronous_commit,
        to_regclass('schema_migrations') IS NOT NULL AS is_migrated
      FROM pg_roles
      WHERE rolname = current_user
    `),
  );
  const applied = facts.is_migrated
    ? await withinDeadline(
        READ_LIMITS.deadlineMs,
        pool.any(sql.type(Applied)`SELECT name FROM schema_migrations ORDER BY name`),
      )
    : [];
  const files = await readdir(MIGRATIONS_FOLDER);
  const ours = files.map((file) => file.replace(/\.sql$/, '')).sort();
  const theirs = applied.map(({ name }) => name);
  return {
    serverVersion: facts.server_version,
    bypassesRowSecurity: facts.bypasses,
    isDurable: facts.fsync === 'on' && facts.synchronous_commit !== 'off',
    missingMigrations: ours.filter((name) => !theirs.includes(name)),
    unknownMigrations: theirs.filter((name) => !ours.includes(name)),
  };
}
