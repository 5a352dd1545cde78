import {
  auditLogLaws,
  eventDeskLaws,
  eventStoreLaws,
  idempotencyStoreLaws,
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

const SUITES = {
  EventStore: eventStoreLaws,
  EventDesk: eventDeskLaws,
  RecordReader: recordReaderLaws,
  UpdateLog: updateLogLaws,
  KeyStore: keyStoreLaws,
  AuditLog: auditLogLaws,
  IdempotencyStore: idempotencyStoreLaws,
};

for (const [port, laws] of Object.entries(SUITES)) {
  describe(`the Postgres ${port}`, () => {
    for (const { name, check } of laws) test(name, () => check(open));
  });
}
