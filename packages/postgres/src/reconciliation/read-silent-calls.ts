import type { CallFacts } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asReconciler } from '../connection/in-transaction.ts';
import { firstIdOf } from '../new-id.ts';
import { timestamp } from '../records/list-page.ts';
import { FactsRow } from './read-calls.ts';

const SilentRow = FactsRow.extend({ app_id: z.string() });

/** Ids may lie so far from the time of arrival: they rise also while a clock steps back. */
export const ID_SLACK_MS = 120_000;

/**
 * A record that changed since has heard of an event. Of the others the events are looked at: what
 * changes nothing that is seen, or waits, is word of the call all the same.
 */
export async function readSilentCalls(
  pool: DatabasePool,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly { readonly appId: string; readonly facts: CallFacts }[]> {
  if (!(limit > 0)) return [];
  const rows = await asReconciler(pool, (connection) =>
    connection.any(sql.type(SilentRow)`
      SELECT calls.app_id, calls.facts
      FROM calls
      JOIN apps ON apps.app_id = calls.app_id AND apps.is_active
      WHERE calls.outcome IS NULL
        AND calls.updated_at < ${timestamp(before)}
        AND NOT EXISTS (
          SELECT FROM webhook_events AS heard
          WHERE heard.app_id = calls.app_id
            AND heard.subject_id = calls.call_id
            AND heard.kind = 'call'
            AND heard.id >= ${firstIdOf(before - ID_SLACK_MS)}::uuid
            AND heard.received_at >= ${timestamp(before)}
        )
      ORDER BY calls.created_at, calls.id
      LIMIT ${limit}
    `),
  );
  return rows.map(({ app_id: appId, facts }) => ({ appId, facts }));
}
