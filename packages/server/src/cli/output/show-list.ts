import { z } from 'zod';

import type { Answer, Caller } from '../api/api.ts';
import { queryOf } from '../api/query-of.ts';
import type { Cli } from '../cli.ts';
import { type Column, table } from './table.ts';

export interface ListView {
  readonly path: string;
  readonly as: Exclude<Caller, 'anybody'>;
  readonly filters?: Readonly<Record<string, string | number | undefined>>;
  readonly columns: readonly Column[];
  /** Said instead of an empty table. */
  readonly none: string;
}

export interface ListOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

const Page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});
type Page = z.infer<typeof Page>;

const LARGEST_PAGE = 200;

/** One page as the server gives it when it is asked for, else every row; for people the newest ones. */
export async function showList(cli: Cli, view: ListView, options: ListOptions): Promise<void> {
  const { isJson, screen } = cli;
  const isPage = options.limit !== undefined || options.cursor !== undefined;
  if (isJson && isPage) {
    screen.write(`${JSON.stringify(await pageOf(cli, view, options), null, 2)}\n`);
  } else if (isJson) {
    await writeRows(cli, view);
  } else if (options.all) {
    const rows: Answer[] = [];
    for await (const page of pages(cli, view)) rows.push(...page.data);
    writeTable(cli, view, rows);
  } else {
    const page = Page.parse(await pageOf(cli, view, options));
    writeTable(cli, view, page.data);
    const { next_cursor: next } = page.pagination;
    if (next !== null)
      screen.write(`There are more: --all shows every one, --cursor ${next} the next.\n`);
  }
}

function pageOf(
  { api }: Cli,
  { path, as, filters }: ListView,
  { limit, cursor }: ListOptions,
): Promise<Answer> {
  return api.get(path + queryOf({ ...filters, limit, cursor }), as);
}

async function* pages(cli: Cli, view: ListView): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = Page.parse(
      await pageOf(cli, view, { limit: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    );
    yield page;
    cursor = page.pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

/** As they come: a million rows need no more memory than a page. */
async function writeRows(cli: Cli, view: ListView): Promise<void> {
  let before = '[';
  for await (const { data } of pages(cli, view)) {
    for (const row of data) {
      cli.screen.write(`${before}\n${JSON.stringify(row)}`);
      before = ',';
    }
  }
  cli.screen.write(before === '[' ? '[]\n' : '\n]\n');
}

function writeTable({ screen }: Cli, { columns, none }: ListView, rows: readonly Answer[]): void {
  screen.write(`${rows.length === 0 ? none : table(columns, rows, screen)}\n`);
}
