import type { IdempotencyStore, StoreError } from '@dialpad-cti/core';
import { createMemoryStorage } from '@dialpad-cti/core/memory';
import { errAsync, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import { tellOwnErrors } from './tell-own-errors.ts';

const trouble = (cause: string): StoreError => ({ kind: 'store-unavailable', cause });
const request = { key: 'a key', digest: new Uint8Array(32) };
const answer = { status: 201, body: '{}' };

function tellingOf(store: IdempotencyStore) {
  const told: StoreError[] = [];
  return { told, store: tellOwnErrors(store, (error) => void told.push(error)) };
}

test('its own trouble is told, and passed on as it was', async () => {
  const own = trouble('away');
  const { told, store } = tellingOf({ once: () => errAsync(own) });
  const outcome = await store.once(request, () => okAsync(answer));
  expect(outcome._unsafeUnwrapErr()).toBe(own);
  expect(told).toEqual([own]);
});

test('what its work reports is passed on untold, and so is what is no trouble', async () => {
  const { told, store } = tellingOf(createMemoryStorage().idempotencyStore);
  const ofWork = trouble('told before');
  expect((await store.once(request, () => errAsync(ofWork)))._unsafeUnwrapErr()).toBe(ofWork);
  expect((await store.once(request, () => okAsync(answer)))._unsafeUnwrap()).toEqual(answer);
  const other = { ...request, digest: new Uint8Array(32).fill(1) };
  expect((await store.once(other, () => okAsync(answer)))._unsafeUnwrapErr().kind).toBe(
    'idempotency-key-reused',
  );
  expect(told).toEqual([]);
});
