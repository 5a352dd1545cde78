import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { settingsTable } from './settings-table.ts';

test('the README lists every setting as the schema describes it', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = settingsTable().map(
    ({ name, text, otherwise }) => `| \`${name}\` | ${text} | ${otherwise} |`,
  );
  expect(readme).toContain(rows.join('\n'));
});
