import { randomUUID } from 'node:crypto';

import type { OnceRequest } from '@dialpad-cti/core';
import { okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';

const ANSWER = { status: 200, body: '{}' };

let storage: TestStorage;
beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

const newRequest = (): OnceRequest => ({ key: randomUUID(), digest: new Uint8Array(32) });

test('however much of it takes long, work that is apart holds up no other work', async () => {
  const ended = Promise.withResolvers<void>();
  const doing = Array.from({ length: 6 }, () =>
    storage.idempotencyStore.once({ ...newRequest(), isApart: true }, () =>
      ResultAsync.fromSafePromise(ended.promise).map(() => ANSWER),
    ),
  );
  const others = await Promise.all(
    Array.from({ length: 6 }, () =>
      storage.idempotencyStore.once(newRequest(), () => okAsync(ANSWER)),
    ),
  );
  ended.resolve();
  for (const outcome of [...others, ...(await Promise.all(doing))]) {
    expect(outcome._unsafeUnwrap()).toEqual(ANSWER);
  }
});

test('a key is no name of what is done alone, whatever its text is', async () => {
  const { idempotencyStore, webhookRegistry } = storage;
  const request = { ...newRequest(), key: 'the same text', isApart: true };
  const outcome = await idempotencyStore.once(request, () =>
    webhookRegistry.alone(request.key, () => okAsync(ANSWER)),
  );
  expect(outcome._unsafeUnwrap()).toEqual(ANSWER);
});
