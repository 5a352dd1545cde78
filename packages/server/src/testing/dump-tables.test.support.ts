import type { Stage } from './open-stage.test.support.ts';

/** The bytes of every row of every table, whatever row security would show. */
export async function dumpTables({ query }: Pick<Stage, 'query'>): Promise<Buffer> {
  const tables = await query(
    `SELECT quote_ident(relname) AS name, relforcerowsecurity AS is_forced
     FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const rows: Buffer[] = [];
  for (const { name, is_forced } of tables) {
    const force = (how: string) => query(`ALTER TABLE ${String(name)} ${how} ROW LEVEL SECURITY`);
    if (is_forced === true) await force('NO FORCE');
    const found = await query(`SELECT record_send(held) AS bytes FROM ${String(name)} AS held`);
    if (is_forced === true) await force('FORCE');
    // A bytea, as `record_send` gives it.
    rows.push(...found.map(({ bytes }) => bytes as Buffer));
  }
  return Buffer.concat(rows);
}
