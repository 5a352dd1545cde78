import { randomBytes, randomUUID } from 'node:crypto';

import { type Act, type ApiKeyRecord, mapEvent, type NewEvent } from '@dialpad-cti/core';

import type { Postgres } from '../open-postgres.ts';

export const TEST_ACT: Act = { actor: 'operator', address: '192.0.2.7', requestId: 'a request' };

/** A new app for a test; gives its id. */
export async function addTestApp({ keyStore }: Pick<Postgres, 'keyStore'>): Promise<string> {
  const appId = randomUUID();
  const app = { appId, name: 'app of a test' };
  (await keyStore.createApp(app, testKey(appId), TEST_ACT))._unsafeUnwrap();
  return appId;
}

export function testKey(appId: string, name = 'default'): ApiKeyRecord {
  const keyId = randomBytes(6).toString('hex');
  return { keyId, appId, name, digest: randomBytes(32), pepperId: 'pepper', hash: 'hash' };
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
