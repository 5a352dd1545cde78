import type { Answer } from '../api/api.ts';
import { allRows, type List, Page, pageOf, pages } from '../api/pages.ts';
import type { Cli } from '../cli.ts';
import { type Column, table } from './table.ts';

export interface ListView extends List {
  readonly columns: readonly Column[];
  /** Said instead of an empty table. */
  readonly none: string;
}

export interface ListOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

/** One page as the server gives it when it is asked for, else every row; for people the newest ones. */
export async function showList(cli: Cli, view: ListView, options: ListOptions): Promise<void> {
  const { isJson, screen } = cli;
  const isPage = options.limit !== undefined || options.cursor !== undefined;
  if (isJson && isPage) {
    screen.write(`${JSON.stringify(await pageOf(cli.api, view, options), null, 2)}\n`);
  } else if (isJson) {
    await writeRows(cli, view);
  } else if (options.all) {
    writeTable(cli, view, await allRows(cli.api, view));
  } else {
    const page = Page.parse(await pageOf(cli.api, view, options));
    writeTable(cli, view, page.data);
    const { next_cursor: next } = page.pagination;
    if (next !== null)
      screen.write(`There are more: --all shows every one, --cursor ${next} the next.\n`);
  }
}

/** As they come: a million rows need no more memory than a page. */
async function writeRows(cli: Cli, view: ListView): Promise<void> {
  let before = '[';
  for await (const { data } of pages(cli.api, view)) {
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
