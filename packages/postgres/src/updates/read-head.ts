import type { Position } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const Head = z.object({ epoch: z.string(), position: z.number() });

/** Where the app's stream stands; null for an unknown app. */
export function readHead(connection: CommonQueryMethods, appId: string): Promise<Position | null> {
  return connection.maybeOne(sql.type(Head)`
    SELECT epoch, position FROM app_streams WHERE app_id = ${appId}::uuid
  `);
}
