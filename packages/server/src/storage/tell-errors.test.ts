import type { Act, KeyStore, StoreError } from '@dialpad-cti/core';
import { createMemoryStorage } from '@dialpad-cti/core/memory';
import { errAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import { tellErrors } from './tell-errors.ts';

const act: Act = { actor: 'operator', address: null, requestId: null };
const trouble: StoreError = { kind: 'store-unavailable', cause: 'away' };

test('trouble of the store is told, and passed on as it was', async () => {
  const told: StoreError[] = [];
  const broken: KeyStore = {
    ...createMemoryStorage().keyStore,
    app: () => errAsync(trouble),
    createHook: () => errAsync({ kind: 'app-not-found' }),
  };
  const keyStore = tellErrors(broken, (error) => void told.push(error));
  const hook = { hookId: 'h', appId: 'a', secret: 's' };
  expect((await keyStore.app('a'))._unsafeUnwrapErr()).toBe(trouble);
  expect((await keyStore.createHook(hook, act))._unsafeUnwrapErr()).toEqual({
    kind: 'app-not-found',
  });
  expect((await keyStore.onlyApp())._unsafeUnwrap()).toBeNull();
  expect(told).toEqual([trouble]);
});
