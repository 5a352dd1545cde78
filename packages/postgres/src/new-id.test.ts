import { timeOfId } from '@dialpad-cti/core';
import { expect, test } from 'vitest';

import { createNewId } from './new-id.ts';

test('ids rise within a millisecond, and when the clock steps back', () => {
  const times = [1000, 1000, 1000, 999, 400, 1001].map((time) => time + 1_800_000_000_000);
  const newId = createNewId(() => times.shift() ?? 0);
  const ids = Array.from({ length: 6 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(6);
});

test('a clock that jumped ahead and was mended is followed back', () => {
  const [now, ahead] = [1_800_000_000_000, 1_900_000_000_000];
  const times = [ahead, now, now + 1];
  const newId = createNewId(() => times.shift() ?? 0);
  expect(Array.from({ length: 3 }, newId).map(timeOfId)).toEqual([ahead, now, now + 1]);
});
