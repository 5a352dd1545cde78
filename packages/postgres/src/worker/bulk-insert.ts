import type { Statement } from '../connection/in-role.ts';

export interface Table<Column extends string> {
  readonly name: string;
  /** SQL types of what is given, in the order of the statement. */
  readonly columns: Readonly<Record<Column, string>>;
  /** A column that is sent as JSON texts: joined, never escaped. */
  readonly json: string;
  /** What to make of a given column where it is not taken as it is. */
  readonly expressions?: Readonly<Partial<Record<Column, string>>>;
  /** Its unique key, and what a row that is there takes over from the given one. */
  readonly conflict?: { readonly key: string; readonly update: readonly string[] };
}

/** Never raw in JSON: see flush-statement.ts. */
const SEPARATOR = '\u001e';

/** Many rows by one statement: an array a column, and all JSON texts in one. */
export function bulkInsert<Column extends string>(
  table: Table<Column>,
): (rows: readonly Readonly<Record<Column | 'json', unknown>>[]) => Statement {
  // Object.keys is typed for objects with unknown keys; these are exactly the columns.
  const columns = Object.keys(table.columns) as Column[];
  const text = textOf(table, columns);
  return (rows) => ({
    name: `insert-${table.name}`,
    text,
    values: [
      ...columns.map((column) => rows.map((row) => row[column])),
      rows.map(({ json }) => JSON.stringify(json)).join(SEPARATOR),
    ],
  });
}

function textOf<Column extends string>(table: Table<Column>, columns: readonly Column[]): string {
  const arrays = columns.map((column, index) => `$${index + 1}::${table.columns[column]}[]`);
  const selected = columns.map((column) => table.expressions?.[column] ?? `given.${column}`);
  return `
    INSERT INTO ${table.name} (${[...columns, table.json].join(', ')})
    SELECT ${selected.join(', ')}, given.${table.json}::json
    FROM unnest(
      ${arrays.join(', ')}, string_to_array($${columns.length + 1}::text, E'\\x1e')
    ) AS given (${[...columns, table.json].join(', ')})
    ${conflictOf(table)}`;
}

function conflictOf<Column extends string>({ conflict }: Table<Column>): string {
  if (conflict === undefined) return '';
  const assignments = conflict.update.map((column) => `${column} = excluded.${column}`);
  return `ON CONFLICT (${conflict.key}) DO UPDATE SET ${assignments.join(', ')}`;
}
