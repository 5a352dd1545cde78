import { type LedgerHour, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { fetchedByHour, receivedByHour, repeatedByHour } from './count-by-hour.ts';
import { standingsByHour, unexplainedByHour } from './found-by-hour.ts';
import { type HourWindow, hoursOf } from './hour-window.ts';

const Exists = z.object({ exists: z.boolean() });

/** All from one snapshot. Null when the app does not exist. */
export async function readLedger(
  pool: DatabasePool,
  appId: string,
  window: { readonly from: number; readonly to: number },
): Promise<readonly LedgerHour[] | null> {
  if (!isUuid(appId)) return null;
  return inTenant(pool, appId, async (connection) => {
    const { exists } = await connection.one(sql.type(Exists)`
      SELECT EXISTS (SELECT FROM app_streams WHERE app_id = ${appId}::uuid) AS exists
    `);
    if (!exists) return null;
    const hours = hoursOf(appId, window);
    return hours === null ? [] : toldHours(connection, hours);
  });
}

async function toldHours(
  connection: CommonQueryMethods,
  window: HourWindow,
): Promise<readonly LedgerHour[]> {
  const received = await receivedByHour(connection, window);
  const duplicates = await repeatedByHour(connection, window);
  const { recovered, inferred } = await fetchedByHour(connection, window);
  const unexplained = await unexplainedByHour(connection, window);
  const standings = await standingsByHour(connection, window);

  const told = [received, duplicates, recovered, inferred, unexplained, standings];
  const hours = new Set(told.flatMap((byHour) => [...byHour.keys()]));
  return [...hours]
    .sort((one, other) => other - one)
    .map((hour) => ({
      hour: timestampOf(hour),
      received: received.get(hour) ?? 0,
      duplicates: duplicates.get(hour) ?? 0,
      recovered: recovered.get(hour) ?? 0,
      inferred: inferred.get(hour) ?? 0,
      unexplained: unexplained.get(hour) ?? [],
      standing: standings.get(hour) ?? 'open',
    }));
}
