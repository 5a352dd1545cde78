import { z } from 'zod';

import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';
import { show } from './show.ts';
import { type Column, table } from './table.ts';

const Rows = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

export interface RowsView {
  readonly columns: readonly Column[];
  /** Said instead of an empty table. */
  readonly none: string;
}

/** An answer that holds all rows there are. */
export function showRows(
  cli: Pick<Cli, 'isJson' | 'screen'>,
  answer: Answer,
  { columns, none }: RowsView,
): void {
  const { data: rows } = Rows.parse(answer);
  show(cli, rows, () => (rows.length === 0 ? none : table(columns, rows, cli.screen)));
}
