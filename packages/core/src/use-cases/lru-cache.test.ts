import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createLruCache } from './lru-cache.ts';

test('holds what was put last, and no more than its size', () => {
  const cache = createLruCache<number>(2);
  cache.set('a', 1);
  cache.set('a', 2);
  cache.set('b', 3);
  cache.set('c', 4);
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([undefined, 3, 4]);
});

test('lets the one go that was not asked for the longest', () => {
  const cache = createLruCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.get('a');
  cache.set('c', 3);
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([1, undefined, 3]);
});

test('forgets what is deleted, and all when cleared', () => {
  const cache = createLruCache<number>(3);
  for (const key of ['a', 'b', 'c']) cache.set(key, 1);
  cache.delete('a');
  expect(['a', 'b'].map(cache.get)).toEqual([undefined, 1]);
  cache.clear();
  expect(['b', 'c'].map(cache.get)).toEqual([undefined, undefined]);
});

test('never answers with a value that was not the last one put there', () => {
  const step = fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.constantFrom('a', 'b', 'c'));
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 1, max: 4 }), (steps, size) => {
      const cache = createLruCache<number>(size);
      const model = new Map<string, number>();
      for (const [turn, [operation, key]] of steps.entries()) {
        if (operation === 'set') {
          cache.set(key, turn);
          model.set(key, turn);
        } else if (operation === 'delete') {
          cache.delete(key);
          model.delete(key);
        } else {
          expect([undefined, model.get(key)]).toContain(cache.get(key));
          if (size >= 3) expect(cache.get(key)).toBe(model.get(key));
        }
      }
    }),
  );
});
