import type { DialpadError, DialpadItems } from '../../ports/dialpad-client.ts';

export interface ItemPage<Item> {
  readonly items: readonly Item[];
  /** With which the list broke off; its last page has it. */
  readonly error: DialpadError | null;
}

/** Items in groups of `size`; the last may be smaller, or empty when it tells of an error. */
export async function* pagesOf<Item>(
  list: DialpadItems<Item>,
  size: number,
): AsyncGenerator<ItemPage<Item>, void, undefined> {
  let items: Item[] = [];
  for await (const item of list) {
    if (item.isErr()) {
      yield { items, error: item.error };
      return;
    }
    items.push(item.value);
    if (items.length < size) continue;
    yield { items, error: null };
    items = [];
  }
  if (items.length > 0) yield { items, error: null };
}
