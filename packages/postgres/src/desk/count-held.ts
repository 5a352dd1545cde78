import type { HeldSelection } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asOperator } from '../connection/in-transaction.ts';
import { heldIn } from './held-in.ts';

const Total = z.object({ total: z.number() });

export function countHeld(pool: DatabasePool, selection: HeldSelection): Promise<number> {
  return asOperator(pool, async (connection) => {
    const { total } = await connection.one(sql.type(Total)`
      SELECT count(*) AS total FROM ${heldIn(selection)}
    `);
    return total;
  });
}
