import { timestampOf, type Update, type UpdateLog } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';

import { attempt } from '../attempt.ts';
import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { readHead } from './read-head.ts';

export function createPostgresUpdateLog(pool: DatabasePool): UpdateLog {
  return {
    head: (appId) =>
      attempt(async () =>
        isUuid(appId) ? inTenant(pool, appId, (connection) => readHead(connection, appId)) : null,
      ),

    readAfter: (appId, position, limit) =>
      attempt(async () => {
        if (!isUuid(appId) || limit < 1) return [];
        return inTenant(pool, appId, async (connection) => {
          const { rows } = await connection.query(sql.unsafe`
            SELECT app_id, epoch, position, id, at, type, data
            FROM updates
            WHERE app_id = ${appId}::uuid
              AND epoch = (SELECT epoch FROM app_streams WHERE app_id = ${appId}::uuid)
              AND position > ${position}::bigint
            ORDER BY position
            LIMIT ${limit}
          `);
          // Exactly the columns named above, as numberUpdates made them.
          return (rows as readonly UpdateRow[]).map(updateOf);
        });
      }),
  };
}

interface UpdateRow extends Omit<Update, 'appId' | 'at'> {
  readonly app_id: string;
  readonly at: number;
}

function updateOf({ app_id, epoch, position, id, at, type, data }: UpdateRow): Update {
  return { epoch, position, appId: app_id, id, type, at: timestampOf(at), data };
}
