import { randomBytes, randomUUID } from 'node:crypto';

import { mapEvent, type NewEvent } from '@dialpad-cti/core';

import type { Postgres } from '../open-postgres.ts';

/** A new app for a test; gives its id. */
export async function addTestApp({ keyStore }: Pick<Postgres, 'keyStore'>): Promise<string> {
  const appId = randomUUID();
  const key = {
    keyId: randomBytes(6).toString('hex'),
    appId,
    name: 'default',
    digest: randomBytes(32),
    pepperId: 'pepper',
    hash: 'hash',
  };
  (await keyStore.createApp({ appId, name: 'app of a test' }, key))._unsafeUnwrap();
  return appId;
}

/** An event of a call, as it is handed to the store. */
export function testEvent(appId: string, call: number | string, more: object = {}): NewEvent {
  const payload = JSON.stringify({
    call_id: call,
    state: 'ringing',
    event_timestamp: Date.UTC(2026, 8, 1, 12),
    ...more,
  });
  const { kind, type, dialpadEventId, subjectId, occurredAt } = mapEvent(payload)._unsafeUnwrap();
  return { appId, hookId: 'hook', kind, type, dialpadEventId, subjectId, occurredAt, payload };
}
