import type { Update } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

import type { Sources } from '../sources.ts';

const Place = z.object({ epoch: z.string(), position: z.number() });

/**
 * The next position of the app's stream, which stays locked until this transaction ends: nobody sees
 * a later update before this one.
 */
export async function appendUpdate(
  connection: CommonQueryMethods,
  { newId }: Pick<Sources, 'newId'>,
  given: Omit<Update, 'epoch' | 'position' | 'id'>,
): Promise<Update> {
  const { appId, type, at, data } = given;
  const { epoch, position } = await connection.one(sql.type(Place)`
    UPDATE app_streams
    SET position = position + 1
    WHERE app_id = ${appId}::uuid
    RETURNING epoch, position
  `);
  // Made under the lock, so that ids rise with positions.
  const id = newId();
  await connection.query(sql.unsafe`
    INSERT INTO updates (app_id, epoch, position, id, at, type, data)
    VALUES (
      ${appId}::uuid, ${epoch}::uuid, ${position}::bigint, ${id}::uuid, ${at}::timestamptz,
      ${type}, ${JSON.stringify(data)}::json
    )
  `);
  return { epoch, position, appId, id, type, at, data };
}
