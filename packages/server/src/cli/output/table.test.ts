import { describe, expect, test } from 'vitest';

import { table } from './table.ts';

const file = { isTerminal: false, isColored: false, width: 20 };
const columns = [
  ['ID', 'id'],
  ['WHAT IT SAYS', 'text'],
  ['TWICE', ({ n }: { readonly [name: string]: unknown }) => Number(n) * 2],
] as const;
const rows = [
  { id: 'a', text: 'short', n: 1 },
  { id: 'longer', text: null, n: 20 },
];

describe('a table', () => {
  test('has aligned columns, and nothing behind the last', () => {
    expect(table(columns, rows, file)).toBe(
      [
        'ID      WHAT IT SAYS  TWICE',
        'a       short         2',
        'longer  –             40', //
      ].join('\n'),
    );
  });

  test('goes on below itself where a terminal is too narrow, and only there', () => {
    const narrow = table(columns, rows, { ...file, isTerminal: true });
    expect(narrow.split('\n')).toEqual([
      'ID      WHAT IT SAYS',
      '    TWICE',
      'a       short',
      '    2',
      'longer  –',
      '    40',
    ]);
    const wide = table(columns, rows, { ...file, isTerminal: true, width: 27 });
    expect(wide).toBe(table(columns, rows, file));
  });

  test('is cut where not even one column fits a terminal', () => {
    const cut = table(columns, [{ id: 'x'.repeat(30), n: 1 }], { ...file, isTerminal: true });
    expect(cut.split('\n')).toEqual([
      'ID',
      '    WHAT IT SAYS',
      '    TWICE',
      `${'x'.repeat(19)}…`,
      '    –',
      '    2',
    ]);
  });

  test('prints its heading in bold where colours are shown', () => {
    const [heading] = table(columns, rows, { ...file, isColored: true }).split('\n');
    expect(heading).toBe('\u001b[1mID      WHAT IT SAYS  TWICE\u001b[22m');
  });

  test('lets no text steer the terminal', () => {
    const text = 'a\u001b[2J\u0007\r\nb\u009b31m\u202ec\u2028d';
    const printed = table([['TEXT', 'text']], [{ text }], file);
    expect(printed.split('\n')).toHaveLength(2);
    expect(printed.replace('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    expect(printed).toContain('[2J');
  });
});
