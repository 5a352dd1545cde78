import { randomBytes, randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { NewApp, NewHook } from '../ports/key-store.ts';
import { randomBase62 } from '../use-cases/base62.ts';

export const sampleApp = (name = 'Support portal'): NewApp => ({ appId: randomUUID(), name });

export function sampleKey(appId: string): ApiKeyRecord {
  return {
    keyId: randomBase62(12, randomBytes),
    appId,
    name: 'default',
    digest: new Uint8Array(randomBytes(32)),
    pepperId: randomBytes(4).toString('hex'),
    hash: `$2b$10$${randomBase62(53, randomBytes)}`,
  };
}

export function sampleHook(appId: string): NewHook {
  const hookId = randomBase62(22, randomBytes);
  return { hookId, appId, secret: randomBase62(43, randomBytes) };
}

/** Any text that can be written in UTF-8 and is long enough to be a secret. */
export const hookSecret = (): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 32, maxLength: 80 });
