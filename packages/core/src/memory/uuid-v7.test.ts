import { expect, test } from 'vitest';

import { createUuidV7 } from './uuid-v7.ts';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids rise within one millisecond, beyond the counter, and when the clock steps back', () => {
  let now = 1_788_264_000_000;
  const newId = createUuidV7(() => now);
  const ids = Array.from({ length: 10_000 }, newId);
  now -= 5_000;
  ids.push(newId());
  now += 3_600_000;
  ids.push(newId());

  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(V7);
});

test('an id begins with the time at which it was made', () => {
  const id = createUuidV7(() => 0x0199_0102_0304)();
  expect(id.slice(0, 13)).toBe('01990102-0304');
});
