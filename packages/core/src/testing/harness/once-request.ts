import { createHash, randomUUID } from 'node:crypto';

import type { OnceRequest } from '../../ports/idempotency-store.ts';

/** `asked` stands for what the request is. */
export function onceRequest(key: string = randomUUID(), asked = 'a request'): OnceRequest {
  return { key, digest: createHash('sha256').update(asked).digest() };
}
