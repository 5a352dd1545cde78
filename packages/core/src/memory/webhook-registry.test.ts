import { okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { openMemorySubject } from '../testing/memory-subject.ts';
import { webhookRegistryLaws } from '../testing/webhook-registry-laws.ts';
import { createMemoryAlone } from './webhook-registry-alone.ts';

describe('the memory WebhookRegistry', () => {
  for (const { name, check } of webhookRegistryLaws) test(name, () => check(openMemorySubject));

  test('is busy for whoever waits too long, and lets nobody in before their turn', async () => {
    const alone = createMemoryAlone(20);
    const first = Promise.withResolvers<string>();
    const done: string[] = [];
    const doing = alone('name', () => ResultAsync.fromSafePromise(first.promise));
    const late = await alone('name', () => okAsync(done.push('late')));
    expect(late._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
    const alsoLate = await alone('name', () => okAsync(done.push('also late')));
    expect(alsoLate._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
    const next = alone('name', () => okAsync(done.push('next')));
    first.resolve('first');
    expect((await doing)._unsafeUnwrap()).toBe('first');
    expect((await next)._unsafeUnwrap()).toBe(1);
    expect(done).toEqual(['next']);
  });
});
