import {
  COUNT_CAP,
  type EventFilter,
  type EventStatus,
  type Page,
  type PageRequest,
  timeOfId,
} from '@dialpad-cti/core';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asOperator } from '../connection/in-transaction.ts';
import { eventSources } from './event-sources.ts';
import { readStatuses } from './read-statuses.ts';

/** By id, which is by arrival: ids are UUID v7, and `received_at` is taken from them. */
export function listEvents(
  pool: DatabasePool,
  filter: EventFilter,
  { limit, offset, after, count }: PageRequest,
): Promise<Page<EventStatus>> {
  return asOperator(pool, async (connection) => {
    const range = { beforeId: after?.id, limit: limit + 1, offset };
    const found = await readStatuses(connection, filter, range);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      rows: shown,
      next: hasMore ? { value: timeOfId(last.id), id: last.id } : null,
      ...(count === true ? { total: await total(connection, filter) } : {}),
    };
  });
}

const Total = z.object({ total: z.number() });

async function total(connection: CommonQueryMethods, filter: EventFilter): Promise<number> {
  const sources = eventSources(filter, { most: COUNT_CAP });
  if (sources.length === 0) return 0;
  const row = await connection.one(sql.type(Total)`
    SELECT least(count(*), ${COUNT_CAP}::bigint) AS total
    FROM (${sql.join(sources, sql.fragment` UNION ALL `)}) AS source
  `);
  return row.total;
}
