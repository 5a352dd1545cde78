import { expect, test } from 'vitest';

import { isOrphan } from './is-orphan.ts';
import type { ProcessStat } from './read-stat.ts';

const INIT: ProcessStat = { name: 'init', parent: 0, session: 1 };
const NPM: ProcessStat = { name: 'npm start', parent: 5, session: 5 };
const us = (parent: number, session = 5): ProcessStat => ({ name: 'node', parent, session });
const shell = (parent: number, session = 5): ProcessStat => ({ name: 'sh', parent, session });
const isOne = (processes: Readonly<Record<number, ProcessStat>>): boolean =>
  isOrphan(9, (pid) => processes[pid] ?? null);

test('whoever npm started is no orphan, also where npm is the first process', () => {
  const login = { ...shell(1), name: 'bash' };
  expect(isOne({ 1: INIT, 5: login, 7: NPM, 8: shell(7), 9: us(8) })).toBe(false);
  expect(isOne({ 1: { ...INIT, name: 'npm start' }, 8: shell(1, 1), 9: us(8, 1) })).toBe(false);
});

test('whoever was sent to the background on purpose is none either', () => {
  expect(isOne({ 1: INIT, 7: { ...NPM, parent: 1 }, 9: us(7) })).toBe(false);
  expect(isOne({ 1: INIT, 9: us(1, 9) })).toBe(false);
  expect(isOne({ 1: INIT, 8: shell(1, 8), 9: us(8, 8) })).toBe(false);
});

test('whoever outlived npm or its shell is one', () => {
  expect(isOne({ 1: INIT, 9: us(1) })).toBe(true);
  expect(isOne({ 1: INIT, 8: shell(1), 9: us(8) })).toBe(true);
});

test('where nothing can be read, nobody is one', () => {
  expect(isOne({})).toBe(false);
  expect(isOne({ 9: us(0) })).toBe(false);
});
