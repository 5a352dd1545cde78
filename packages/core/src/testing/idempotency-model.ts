import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';

import { createMemoryIdempotencyStore } from '../memory/idempotency-store.ts';
import type { IdempotencyStore } from '../ports/idempotency-store.ts';
import { checkProperty } from './harness/check-property.ts';
import { onceRequest } from './harness/once-request.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** Any sequence of requests is answered, and its work done, as by the memory adapter. */
export const followsIdempotencyModel: Law<StorageSubject> = {
  name: 'any sequence of requests is answered as by the memory adapter',
  check: async (open) => {
    const { idempotencyStore } = await open();
    await checkProperty(fc.array(step(), { maxLength: 20 }), async (steps) => {
      const keys = [randomUUID(), randomUUID()];
      const model = createMemoryIdempotencyStore({ now: () => 0 });
      for (const [nth, { place, ...rest }] of steps.entries()) {
        const key = keys[place] ?? '';
        assert.deepEqual(
          await outcomeOf(idempotencyStore, { key, nth, ...rest }),
          await outcomeOf(model, { key, nth, ...rest }),
        );
      }
    });
  },
};

interface Step {
  readonly place: number;
  readonly asked: string;
  readonly fails: boolean;
}

/** Few of each, so that requests meet. */
function step(): fc.Arbitrary<Step> {
  return fc.record({
    place: fc.nat({ max: 1 }),
    asked: fc.constantFrom('one request', 'another request'),
    fails: fc.boolean(),
  });
}

async function outcomeOf(
  store: IdempotencyStore,
  { key, nth, asked, fails }: Omit<Step, 'place'> & { readonly key: string; readonly nth: number },
): Promise<unknown> {
  let isDone = false;
  const outcome = await store.once(onceRequest(key, asked), () => {
    isDone = true;
    return fails ? errAsync({ kind: `fault ${nth}` }) : okAsync({ status: 200, body: `${nth}` });
  });
  const told = outcome.match(
    (answer) => ({ answer }),
    ({ kind }) => ({ kind }),
  );
  return { isDone, ...told };
}
