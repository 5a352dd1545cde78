/** By `value`, rows without one last, equal ones by id in the direction of the sort. */
export function inOrder<Row extends { readonly id: string }>(
  rows: readonly Row[],
  value: (row: Row) => string | number | null,
  direction: 1 | -1,
): readonly Row[] {
  return [...rows].sort((left, right) => {
    const [a, b] = [value(left), value(right)];
    if ((a === null) !== (b === null)) return a === null ? 1 : -1;
    if (a !== null && b !== null && a !== b) return a < b ? -direction : direction;
    return left.id < right.id ? -direction : direction;
  });
}
