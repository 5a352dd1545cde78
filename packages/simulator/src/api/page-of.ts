import { z } from 'zod';

import { type Answer, answered } from './answer.ts';
import { refuse } from './refuse.ts';

/** What every list takes. */
export const PAGE_QUERY = {
  cursor: z.string().optional(),
  limit: z.coerce.number().int().positive().optional(),
};

export interface PageRequest<Item> {
  readonly cursor: string | undefined;
  readonly size: number;
  /** Its order is that of the list. */
  readonly keyOf: (item: Item) => string;
  readonly show: (item: Item) => object;
}

/**
 * The page after the cursor. A full page has a cursor even when nothing follows, and an empty one has
 * no `items`.
 */
export function pageOf<Item>(
  all: readonly Item[],
  { cursor, size, keyOf, show }: PageRequest<Item>,
): Answer {
  const after = cursor === undefined || cursor === '' ? '' : keyIn(cursor);
  if (after === null) return refuse(400, 'Invalid cursor.');
  const page = all
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > after)
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .slice(0, size);
  const last = page.length === size ? page.at(-1) : undefined;
  return answered({
    ...(last === undefined ? {} : { cursor: cursorAt(last.key) }),
    ...(page.length === 0 ? {} : { items: page.map(({ item }) => show(item)) }),
  });
}

const MARK = 'after:';

const cursorAt = (key: string): string => Buffer.from(`${MARK}${key}`).toString('base64url');

function keyIn(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith(MARK) ? text.slice(MARK.length) : null;
}
