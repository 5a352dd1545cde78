import {
  eventStoreLaws,
  keyStoreLaws,
  recordReaderLaws,
  updateLogLaws,
} from '@dialpad-cti/core/testing';
import { afterEach, describe, test } from 'vitest';

import { openTestStorage, type TestStorage } from './testing/open-test-storage.test.support.ts';

const opened: TestStorage[] = [];

async function open(): Promise<TestStorage> {
  const storage = await openTestStorage();
  opened.push(storage);
  return storage;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
});

describe('the Postgres EventStore', () => {
  for (const { name, check } of eventStoreLaws) test(name, () => check(open));
});

describe('the Postgres RecordReader', () => {
  for (const { name, check } of recordReaderLaws) test(name, () => check(open));
});

describe('the Postgres UpdateLog', () => {
  for (const { name, check } of updateLogLaws) test(name, () => check(open));
});

describe('the Postgres KeyStore', () => {
  for (const { name, check } of keyStoreLaws) {
    test(name, () => check(async () => (await open()).keyStore));
  }
});
