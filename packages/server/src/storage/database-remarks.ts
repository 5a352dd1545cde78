import type { DatabaseFacts } from '@dialpad-cti/postgres';

import type { Config } from '../config/config.ts';
import { StartError } from '../lifecycle/start-error.ts';

const OLDEST_MAJOR = 15;

/**
 * What is not as it should be. What would lose events, or show one app the records of another,
 * is refused where it matters.
 */
export function databaseRemarks(
  facts: DatabaseFacts,
  mode: Config['mode'],
): Readonly<Record<string, string>> {
  const { serverVersion, bypassesRowSecurity, isDurable, unknownMigrations } = facts;
  if (Number.parseInt(serverVersion, 10) < OLDEST_MAJOR) {
    throw new StartError(
      `DATABASE_URL names a Postgres ${serverVersion}; ${OLDEST_MAJOR} or later is needed.`,
    );
  }
  if (unknownMigrations.length > 0) {
    throw new StartError(
      `The database has migrations that this release does not know: ${unknownMigrations.join(', ')}. ` +
        'A newer release made them; start that one, or a later one.',
    );
  }
  if (bypassesRowSecurity && mode === 'production') throw new StartError(SUPERUSER);
  if (!isDurable && mode !== 'test') throw new StartError(NOT_DURABLE);
  return {
    role: bypassesRowSecurity ? 'may see every row, which row-level security cannot bind' : 'ok',
    durability: isDurable ? 'ok' : 'a crash of the database loses events',
  };
}

const SUPERUSER =
  'DATABASE_URL names a role that row-level security does not bind (a superuser, or BYPASSRLS). ' +
  'Make an ordinary role that owns the database, and use that.';
const NOT_DURABLE =
  'The database has fsync or synchronous_commit switched off: it would lose events that Dialpad ' +
  'was told are kept. Switch them on; only with NODE_ENV=test the server does without.';
