import assert from 'node:assert/strict';

import type { ResultAsync } from 'neverthrow';

import type { Page, PageRequest } from '../../ports/page.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { answered } from './answered.ts';

/** A whole list, walked page by page. `between` runs after each page but the last. */
export async function allRows<Row>(
  list: (page: PageRequest) => ResultAsync<Page<Row>, StoreError>,
  {
    limit = 200,
    between = async () => {},
  }: { readonly limit?: number; readonly between?: () => Promise<unknown> } = {},
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let page = await answered(list({ limit }));
  for (;;) {
    assert.ok(page.rows.length <= limit, 'a page holds at most `limit` rows');
    rows.push(...page.rows);
    if (page.next === null) return rows;
    assert.equal(page.rows.length, limit, 'a page with a next one is full');
    await between();
    const after = page.next;
    page = await answered(list({ limit, after }));
    assert.notDeepEqual(page.next, after, 'every page leads further');
    assert.ok(page.rows.length > 0, 'the page after the last row is not announced');
  }
}
