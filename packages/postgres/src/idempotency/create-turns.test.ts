import { expect, test } from 'vitest';

import { createTurns } from './create-turns.ts';

const PATIENT_MS = 30_000;

test('work with one key is done one at a time, in the order in which it came', async () => {
  const inTurn = createTurns(PATIENT_MS);
  const seen: string[] = [];
  await Promise.all(
    [1, 2, 3].map((nth) =>
      inTurn('key', async () => {
        seen.push(`${nth} begins`);
        await new Promise(setImmediate);
        seen.push(`${nth} ends`);
      }),
    ),
  );
  expect(seen).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
});

test('work that fails lets the next one have its turn', async () => {
  const inTurn = createTurns(PATIENT_MS);
  const failing = inTurn('key', () => Promise.reject(new Error('it fails')));
  const next = inTurn('key', async () => 'done');
  await expect(failing).rejects.toThrow('it fails');
  expect(await next).toBe('done');
});

test('whoever gives up waiting does nothing, and does not let the next one pass', async () => {
  const inTurn = createTurns(50);
  const seen: string[] = [];
  const held = Promise.withResolvers<void>();
  const first = inTurn('key', async () => {
    await held.promise;
    seen.push('the first ends');
  });
  await expect(inTurn('key', async () => seen.push('the second'))).rejects.toThrow('within 50 ms');
  const third = inTurn('key', async () => seen.push('the third'));
  // Every promise that could let it pass has had its time; no timer has.
  for (let nth = 0; nth < 50; nth += 1) await Promise.resolve();
  expect(seen).toEqual([]);
  held.resolve();
  await Promise.all([first, third]);
  expect(seen).toEqual(['the first ends', 'the third']);
});
