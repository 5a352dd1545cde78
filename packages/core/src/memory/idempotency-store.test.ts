import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { onceRequest } from '../testing/harness/once-request.ts';
import { idempotencyStoreLaws } from '../testing/idempotency-store-laws.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';
import { createMemoryIdempotencyStore } from './idempotency-store.ts';

describe('the memory IdempotencyStore', () => {
  for (const { name, check } of idempotencyStoreLaws) {
    test(name, () => check(openMemorySubject));
  }
});

test('an answer is kept for a day, counted from its own time', async () => {
  let time = 0;
  const store = createMemoryIdempotencyStore({ now: () => time });
  const ask = async (body: string) =>
    (await store.once(onceRequest('key'), () => okAsync({ status: 200, body })))._unsafeUnwrap()
      .body;
  expect(await ask('first')).toBe('first');
  time = 86_399_999;
  expect(await ask('second')).toBe('first');
  time = 86_400_000;
  expect(await ask('third')).toBe('third');
  time = 172_799_999;
  expect(await ask('fourth')).toBe('third');
});

test('after a day a key may come with something else', async () => {
  let time = 0;
  const store = createMemoryIdempotencyStore({ now: () => time });
  const answer = { status: 200, body: '{}' };
  await store.once(onceRequest('key', 'one'), () => okAsync(answer));
  time = 86_400_000;
  const outcome = await store.once(onceRequest('key', 'another'), () => okAsync(answer));
  expect(outcome.isOk()).toBe(true);
});

test('it holds a bounded number of answers, and forgets those that were asked for longest ago', async () => {
  const store = createMemoryIdempotencyStore({ now: () => 0 });
  const keep = (key: string) =>
    store.once(onceRequest(key), () => okAsync({ status: 200, body: '{}' }));
  const isKept = async (key: string) =>
    (await store.once(onceRequest(key), () => errAsync('not kept'))).isOk();
  for (let nth = 0; nth <= 10_000; nth += 1) await keep(`key ${nth}`);
  expect(await isKept('key 0')).toBe(false);
  expect(await isKept('key 1')).toBe(true);
});
