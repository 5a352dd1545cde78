import type { Answer } from '../api/api.ts';
import { cellText } from './cell-text.ts';
import type { Screen } from './screen.ts';

/** A heading, and the field under it or a function of the row. */
export type Column = readonly [heading: string, of: string | ((row: Answer) => unknown)];

/**
 * Aligned columns, a line a row. On a terminal that is too narrow for it, a row goes on below
 * itself, and what no line can hold is cut; elsewhere every line is whole.
 */
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
  const bands = bandsOf(widths, isTerminal ? width : Infinity);
  const [heading = [], ...lines] = cells.map((row) =>
    bands.map((band, nth) => {
      const texts = band.map((column) => padded(row[column] ?? '', widths[column] ?? 0));
      return cut(`${nth === 0 ? '' : INDENT}${texts.join(GAP)}`.trimEnd(), width, isTerminal);
    }),
  );
  const bold = heading.map((line) => (isColored ? `\u001b[1m${line}\u001b[22m` : line));
  return [...bold, ...lines.flat()].join('\n');
}

const GAP = '  ';
const INDENT = '    ';

/** As many columns a line as there is room for, and at least one. */
function bandsOf(widths: readonly number[], room: number): readonly (readonly number[])[] {
  const bands: number[][] = [];
  let taken = 0;
  for (const [column, width] of widths.entries()) {
    if (bands.length === 0 || taken + GAP.length + width > room) {
      taken = bands.length === 0 ? 0 : INDENT.length;
      bands.push([]);
    } else taken += GAP.length;
    bands.at(-1)?.push(column);
    taken += width;
  }
  return bands;
}

const valueIn = (row: Answer, of: Column[1]): unknown =>
  typeof of === 'string' ? row[of] : of(row);

const lengthOf = (text: string): number => Array.from(text).length;

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - lengthOf(text)));

function cut(line: string, width: number, isTerminal: boolean): string {
  const characters = Array.from(line);
  if (!isTerminal || characters.length <= width) return line;
  return `${characters.slice(0, width - 1).join('')}…`;
}
