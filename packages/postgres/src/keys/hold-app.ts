import { type CommonQueryMethods, sql } from 'slonik';

/**
 * Locks an app: whoever else changes its keys waits until this transaction ends. False when there is
 * no such app.
 */
export async function holdApp(connection: CommonQueryMethods, appId: string): Promise<boolean> {
  const { rowCount } = await connection.query(sql.unsafe`
    SELECT FROM apps WHERE app_id = ${appId}::uuid FOR NO KEY UPDATE
  `);
  return rowCount > 0;
}
