import type { Appended, NewEvent } from '@dialpad-cti/core';
import type { Pool } from 'pg';

import { runInRole } from '../connection/in-role.ts';
import { INTAKE_LIMITS } from '../connection/time-limits.ts';
import { DEADLOCK, sqlState } from '../sql-state.ts';
import { distinctRows } from './distinct-rows.ts';
import { type FlushRow, flushStatement } from './flush-statement.ts';

/** Stores the events in one transaction. Answers in their order; rejects when none was stored. */
export async function flushEvents(
  pool: Pool,
  newId: () => string,
  events: readonly NewEvent[],
): Promise<readonly Appended[]> {
  const { rows, rowOf } = distinctRows(events, newId);
  const ids = await storedIds(pool, rows);
  const seen = new Set<number>();
  return rowOf.map((index) => {
    const id = ids[index] ?? '';
    const isFirst = !seen.has(index) && rows[index]?.id === id;
    seen.add(index);
    return { id, isDuplicate: !isFirst };
  });
}

async function storedIds(pool: Pool, rows: readonly FlushRow[]): Promise<readonly string[]> {
  try {
    return await run(pool, rows);
  } catch (error) {
    if (sqlState(error) !== DEADLOCK) throw error;
    return run(pool, rows);
  }
}

async function run(pool: Pool, rows: readonly FlushRow[]): Promise<readonly string[]> {
  const [result] = await runInRole(pool, { role: 'intake', deadlineMs: INTAKE_LIMITS.deadlineMs }, [
    flushStatement(rows),
  ]);
  const ids = result?.rows.map(({ event_id }: { event_id: string }) => event_id) ?? [];
  if (ids.length !== rows.length) throw new Error('the flush did not answer for every event');
  return ids;
}
