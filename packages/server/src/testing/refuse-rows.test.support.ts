import type { Stage } from './open-stage.test.support.ts';

export interface RowRefusal {
  readonly table: string;
  readonly sqlState: string;
}

/** Until the returned function is called, the database refuses these rows, and repeats all of them. */
export async function refuseRows(
  { query }: Pick<Stage, 'query'>,
  { table, sqlState }: RowRefusal,
): Promise<() => Promise<void>> {
  await query(`
    CREATE OR REPLACE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'refused %', NEW
        USING ERRCODE = TG_ARGV[0], DETAIL = NEW::text, HINT = NEW::text;
    END $$`);
  await query(`
    CREATE TRIGGER refuse_row BEFORE INSERT ON ${table}
    FOR EACH ROW EXECUTE FUNCTION refuse_row('${sqlState}')`);
  return async () => void (await query(`DROP TRIGGER refuse_row ON ${table}`));
}
