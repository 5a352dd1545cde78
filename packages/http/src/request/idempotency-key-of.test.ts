import { describe, expect, test } from 'vitest';

import { idempotencyKeyOf } from './idempotency-key-of.ts';

const keyOf = (...given: string[]) =>
  idempotencyKeyOf({ headersDistinct: given.length === 0 ? {} : { 'idempotency-key': given } });

describe('idempotencyKeyOf', () => {
  test('takes a key in quotes and without for the same', () => {
    expect(keyOf()._unsafeUnwrap()).toBeNull();
    expect(keyOf('a-key')._unsafeUnwrap()).toBe('a-key');
    expect(keyOf('"a-key"')._unsafeUnwrap()).toBe('a-key');
    expect(keyOf('x'.repeat(255))._unsafeUnwrap()).toHaveLength(255);
    expect(keyOf(`"${'x'.repeat(255)}"`)._unsafeUnwrap()).toHaveLength(255);
  });

  test.each([[''], ['""'], ['x'.repeat(256)], ['caf\u00e9'], ['a\tb'], ['a\u007f']])(
    'refuses %j',
    (given) => {
      expect(keyOf(given)._unsafeUnwrapErr().errors).toEqual([
        {
          pointer: '/header/idempotency-key',
          detail: 'must be 1 to 255 printable ASCII characters',
        },
      ]);
    },
  );

  test('refuses two keys', () => {
    expect(keyOf('a', 'a')._unsafeUnwrapErr().errors).toEqual([
      { pointer: '/header/idempotency-key', detail: 'is given more than once' },
    ]);
  });
});
