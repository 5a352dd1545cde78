import { COUNT_CAP, type Page, type PageRequest } from '../ports/page.ts';

export interface ListOrder<Row> {
  readonly value: (row: Row) => string | number | null;
  readonly id: (row: Row) => string;
  readonly isDescending: boolean;
}

/** One page of `rows`, which may come in any order. Rows without a value are last. */
export function paginate<Row>(
  rows: readonly Row[],
  order: ListOrder<Row>,
  page: PageRequest,
): Page<Row> {
  const places = rows.map((row) => ({ row, value: order.value(row), id: order.id(row) }));
  places.sort((left, right) => comparePlaces(left, right, order.isDescending));
  const { after, offset = 0, limit } = page;
  const start =
    after === undefined
      ? offset
      : places.filter((place) => comparePlaces(place, after, order.isDescending) <= 0).length;
  const shown = places.slice(start, start + limit);
  const last = shown.at(-1);
  const hasMore = places.length > start + limit;
  return {
    rows: shown.map(({ row }) => row),
    next: hasMore && last !== undefined ? { value: last.value, id: last.id } : null,
    ...(page.count === true ? { total: Math.min(rows.length, COUNT_CAP) } : {}),
  };
}

interface Place {
  readonly value: string | number | null;
  readonly id: string;
}

function comparePlaces(left: Place, right: Place, isDescending: boolean): number {
  if (left.value === null && right.value !== null) return 1;
  if (left.value !== null && right.value === null) return -1;
  const order = compare(left.value, right.value) || compare(left.id, right.id);
  return isDescending ? -order : order;
}

function compare(left: string | number | null, right: string | number | null): number {
  if (left === right || left === null || right === null) return 0;
  return left < right ? -1 : 1;
}
