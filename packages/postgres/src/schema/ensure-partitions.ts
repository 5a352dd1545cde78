import { DatabaseError, type QueryConfig } from 'pg';

import { firstIdOf } from '../new-id.ts';

interface Connection {
  query(query: QueryConfig | string): Promise<{ readonly rows: readonly unknown[] }>;
}

interface Partition {
  readonly table: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const MONTHS_AHEAD = 2;
const DAYS_AHEAD = 3;
const DAY_MS = 86_400_000;

/**
 * Makes the partitions of today and of the time ahead, where they are missing. Every writing role
 * calls it at its start and daily; calls at the same time wait for one another. Rows for which there
 * is none lie in the default partition, so a failure costs room, never events.
 */
export async function ensurePartitions(connection: Connection, now: number): Promise<void> {
  for (const partition of [...monthsFrom(now), ...daysFrom(now)]) {
    const found = await connection.query({
      text: 'SELECT 1 FROM pg_class WHERE oid = to_regclass($1)',
      values: [partition.name],
    });
    if (found.rows.length === 0) await create(connection, partition);
  }
}

function monthsFrom(now: number): readonly Partition[] {
  const date = new Date(now);
  return Array.from({ length: MONTHS_AHEAD + 1 }, (_none, ahead) => {
    const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead);
    const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead + 1);
    return {
      table: 'webhook_events',
      name: `webhook_events_${dayName(from).slice(0, 6)}`,
      from,
      to,
    };
  });
}

function daysFrom(now: number): readonly Partition[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return Array.from({ length: DAYS_AHEAD + 1 }, (_none, ahead) => {
    const from = today + ahead * DAY_MS;
    return { table: 'updates', name: `updates_${dayName(from)}`, from, to: from + DAY_MS };
  });
}

function dayName(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * Made apart and then attached: CREATE … PARTITION OF would lock out every writer of the table.
 * Attached last, so that a partition is either whole or not there. Whoever uses the default
 * partition meanwhile has to wait for us, so we do not wait for long: there are days to try again.
 */
async function create(connection: Connection, { table, name, from, to }: Partition): Promise<void> {
  try {
    await connection.query(`
      BEGIN;
      SET LOCAL lock_timeout = '200ms';
      SELECT pg_advisory_xact_lock(hashtext('dialpad-cti partitions'));
      CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL);
      ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
      ALTER TABLE ${table} ATTACH PARTITION ${name}
        FOR VALUES FROM ('${firstIdOf(from)}') TO ('${firstIdOf(to)}');
      COMMIT`);
  } catch (error) {
    await connection.query('ROLLBACK');
    if (!isHarmless(error)) throw error;
  }
}

/** Somebody else made it; writers held the table; or its rows lie in the default partition already. */
function isHarmless(error: unknown): boolean {
  return (
    error instanceof DatabaseError && ['42P07', '55P03', '23514'].includes(error.code ?? 'none')
  );
}
