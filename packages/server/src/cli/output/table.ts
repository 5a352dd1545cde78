import type { Answer } from '../api/api.ts';
import { cellText } from './cell-text.ts';
import type { Screen } from './screen.ts';

/** A heading, and the field under it or a function of the row. */
export type Column = readonly [heading: string, of: string | ((row: Answer) => unknown)];

/** Aligned columns, a line a row; cut to the width of a terminal, whole elsewhere. */
export function table(
  columns: readonly Column[],
  rows: readonly Answer[],
  { isTerminal, isColored, width }: Pick<Screen, 'isTerminal' | 'isColored' | 'width'>,
): string {
  const cells = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, of]) => cellText(valueIn(row, of)))),
  ];
  const widths = columns.map((_, column) =>
    Math.max(...cells.map((row) => lengthOf(row[column] ?? ''))),
  );
  const [heading = '', ...lines] = cells.map((row) => {
    const line = row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ');
    return isTerminal ? cut(line.trimEnd(), width) : line.trimEnd();
  });
  return [isColored ? `\u001b[1m${heading}\u001b[22m` : heading, ...lines].join('\n');
}

const valueIn = (row: Answer, of: Column[1]): unknown =>
  typeof of === 'string' ? row[of] : of(row);

const lengthOf = (text: string): number => Array.from(text).length;

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - lengthOf(text)));

function cut(line: string, width: number): string {
  const characters = Array.from(line);
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}
