import type { HeldSelection, HeldState, Slice } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';

import { heldIn } from './held-in.ts';

export interface TakenEvent {
  readonly id: string;
  readonly appId: string | null;
}

export interface Taken {
  readonly events: readonly TakenEvent[];
  /** Where the next slice begins; null when nothing was left when this one was listed. */
  readonly next: string | null;
}

const Listed = z.object({ id: z.string(), is_taken: z.boolean(), app_id: z.string().nullable() });

/**
 * Deletes a slice of what is held, of a dead letter not its event. Whoever takes the same at the
 * same time waits, and then finds it gone: each is taken once. Locked in the order of ids, so that
 * two never wait for one another.
 */
export async function takeHeld(
  connection: CommonQueryMethods,
  selection: HeldSelection,
  { limit, after }: Slice,
): Promise<Taken> {
  const { table, id } = TABLES[selection.state];
  const listed = await connection.any(sql.type(Listed)`
    WITH listed AS MATERIALIZED (
      SELECT event.id
      FROM ${heldIn(selection, after)}
      ORDER BY event.id
      LIMIT ${limit + 1}
    ),
    locked AS MATERIALIZED (
      SELECT ${id} AS id
      FROM ${table}
      WHERE ${id} IN (SELECT listed.id FROM listed ORDER BY listed.id LIMIT ${limit})
      ORDER BY ${id}
      FOR UPDATE
    ),
    taken AS (
      DELETE FROM ${table}
      USING locked
      WHERE ${id} = locked.id
      RETURNING locked.id, app_id
    )
    SELECT listed.id, taken.id IS NOT NULL AS is_taken, taken.app_id
    FROM listed
    LEFT JOIN taken ON taken.id = listed.id
    ORDER BY listed.id
  `);
  return {
    events: listed.filter((row) => row.is_taken).map((row) => ({ id: row.id, appId: row.app_id })),
    next: listed.length > limit ? (listed[limit - 1]?.id ?? null) : null,
  };
}

const TABLES: Readonly<
  Record<HeldState, { readonly table: FragmentSqlToken; readonly id: FragmentSqlToken }>
> = {
  dead: { table: sql.fragment`dead_letters`, id: sql.fragment`dead_letters.event_id` },
  quarantined: { table: sql.fragment`quarantine`, id: sql.fragment`quarantine.id` },
  unrouted: { table: sql.fragment`unrouted_events`, id: sql.fragment`unrouted_events.id` },
};
