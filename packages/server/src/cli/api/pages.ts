import { z } from 'zod';

import type { Answer, Api, Caller } from './api.ts';
import { queryOf } from './query-of.ts';

/** A list of the API. */
export interface List {
  readonly path: string;
  readonly as: Exclude<Caller, 'anybody'>;
  readonly filters?: Readonly<Record<string, string | number | undefined>>;
}

export const Page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});
export type Page = z.infer<typeof Page>;

const LARGEST_PAGE = 200;

export function pageOf(
  api: Api,
  { path, as, filters }: List,
  { limit, cursor }: { readonly limit?: number; readonly cursor?: string },
): Promise<Answer> {
  return api.get(path + queryOf({ ...filters, limit, cursor }), as);
}

/** All there are, as they are read. */
export async function* pages(api: Api, list: List): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? {} : { cursor };
    const page = Page.parse(await pageOf(api, list, { limit: LARGEST_PAGE, ...from }));
    yield page;
    cursor = page.pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

export async function allRows(api: Api, list: List): Promise<readonly Answer[]> {
  const rows: Answer[] = [];
  for await (const page of pages(api, list)) rows.push(...page.data);
  return rows;
}
