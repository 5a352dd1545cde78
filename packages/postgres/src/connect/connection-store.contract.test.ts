import { connectionStoreLaws } from '@dialpad-cti/core/testing';
import { afterEach, describe, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';

const opened: TestStorage[] = [];

async function open(): Promise<TestStorage> {
  const storage = await openTestStorage();
  opened.push(storage);
  return storage;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
});

describe('the Postgres ConnectionStore', () => {
  for (const { name, check } of connectionStoreLaws) test(name, () => check(open));
});
