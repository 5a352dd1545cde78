import assert from 'node:assert/strict';

import type { ResultAsync } from 'neverthrow';

/** The operation was refused as a whole. */
export async function assertUnavailable<Fault extends { readonly kind: string }>(
  answer: ResultAsync<unknown, Fault>,
): Promise<void> {
  const result = await answer;
  assert.equal(result.isErr() && result.error.kind, 'store-unavailable');
}
