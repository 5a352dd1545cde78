import { expect, test } from 'vitest';

import { settingsTable } from './settings-table.ts';

test('every setting says what it is for, and what holds without it', () => {
  const table = settingsTable();
  expect(table.map(({ name }) => name)).toContain('ENCRYPTION_KEYS');
  const untold = table.filter(({ text, otherwise }) => !text.endsWith('.') || otherwise === '');
  expect(untold).toEqual([]);
});
