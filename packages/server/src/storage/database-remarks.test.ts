import type { DatabaseFacts } from '@dialpad-cti/postgres';
import { expect, test } from 'vitest';

import { databaseRemarks } from './database-remarks.ts';

const good: DatabaseFacts = {
  serverVersion: '15.7 (Debian 15.7-1)',
  bypassesRowSecurity: false,
  isDurable: true,
  missingMigrations: [],
  unknownMigrations: [],
};

test('a database that is as it should be has nothing to be said of', () => {
  expect(databaseRemarks(good, 'production')).toEqual({ role: 'ok', durability: 'ok' });
});

test('one that is too old is refused', () => {
  expect(() => databaseRemarks({ ...good, serverVersion: '14.9' }, 'development')).toThrow('14.9');
});

test('one with migrations of a newer release is refused', () => {
  const facts = { ...good, unknownMigrations: ['9998_later', '9999_last'] };
  expect(() => databaseRemarks(facts, 'test')).toThrow('9998_later, 9999_last');
});

test('a role that sees every row is refused in production, and named elsewhere', () => {
  const facts = { ...good, bypassesRowSecurity: true };
  expect(() => databaseRemarks(facts, 'production')).toThrow('row-level security');
  expect(databaseRemarks(facts, 'development')['role']).not.toBe('ok');
});

test('one that would lose events is refused outside tests', () => {
  const facts = { ...good, isDurable: false };
  expect(() => databaseRemarks(facts, 'production')).toThrow('fsync');
  expect(() => databaseRemarks(facts, 'development')).toThrow('fsync');
  expect(databaseRemarks(facts, 'test')['durability']).not.toBe('ok');
});
