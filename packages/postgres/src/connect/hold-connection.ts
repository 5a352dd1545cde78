import { type CommonQueryMethods, sql } from 'slonik';

import { HOLDER_LIMITS } from '../connection/time-limits.ts';
import { withinDeadline } from '../connection/within-deadline.ts';
import type { HoldingDeps } from './connection-deps.ts';
import { TOKEN_COLUMNS, TokenRow } from './connection-rows.ts';

/**
 * A transaction that may stay open while Dialpad is asked. Of all that change one app's connection
 * only one in a process is in it, so the others cost no connection to the database. It is waited for
 * as long as a statement may take, which is longer than a refresh does. When the work rejects, slonik
 * destroys the connection, and with it the transaction.
 */
export function inHolding<T>(
  { holder, inTurn }: Pick<HoldingDeps, 'holder' | 'inTurn'>,
  appId: string,
  work: (connection: CommonQueryMethods) => Promise<T>,
): Promise<T> {
  const inside = async (connection: CommonQueryMethods): Promise<T> => {
    await connection.query(sql.unsafe`
      BEGIN ISOLATION LEVEL READ COMMITTED;
      SET LOCAL app.role = 'keeper';
      SET LOCAL lock_timeout = 0;
      SET LOCAL idle_in_transaction_session_timeout = 0`);
    const result = await work(connection);
    await connection.query(sql.unsafe`COMMIT`);
    return result;
  };
  return inTurn(appId.toLowerCase(), () =>
    holder.connect((connection) => withinDeadline(HOLDER_LIMITS.deadlineMs, inside(connection))),
  );
}

/** Against everybody else, until the transaction ends; null when there is none. */
export function lockConnection(
  connection: CommonQueryMethods,
  appId: string,
): Promise<TokenRow | null> {
  return connection.maybeOne(sql.type(TokenRow)`
    SELECT ${TOKEN_COLUMNS}
    FROM dialpad_connections
    WHERE app_id = ${appId}::uuid
    FOR UPDATE
  `);
}
