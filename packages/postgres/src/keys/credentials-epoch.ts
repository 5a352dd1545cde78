import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { KEEPER_LIMITS } from '../connection/time-limits.ts';
import { withinDeadline } from '../connection/within-deadline.ts';

export const CREDENTIALS_CHANNEL = 'dialpad_cti_credentials';

const Epoch = z.object({ epoch: z.number() });

/** Its table has no policy: the number alone tells nothing, and it is asked for all the time. */
export async function readCredentialsEpoch(pool: DatabasePool): Promise<number> {
  const { epoch } = await withinDeadline(
    KEEPER_LIMITS.deadlineMs,
    pool.one(sql.type(Epoch)`SELECT epoch FROM credentials_epoch`),
  );
  return epoch;
}

/** In the transaction of the change. The notice is a hint: whoever misses it reads the number. */
export async function raiseCredentialsEpoch(connection: CommonQueryMethods): Promise<void> {
  await connection.query(sql.unsafe`
    WITH raised AS (UPDATE credentials_epoch SET epoch = epoch + 1)
    SELECT pg_notify(${CREDENTIALS_CHANNEL}, '')
  `);
}
