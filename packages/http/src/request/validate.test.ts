import { expect, test } from 'vitest';
import { z } from 'zod';

import { validate } from './validate.ts';

test('what is wrong with a field is said once, whatever else finds it wrong as well', () => {
  const schema = z.object({ ids: z.array(z.uuid(), 'must be ids').min(1, 'must be ids') });
  expect(validate('body', schema, { ids: '' })._unsafeUnwrapErr().errors).toEqual([
    { pointer: '/body/ids', detail: 'must be ids' },
  ]);
});

test('each value that is wrong is named by its place', () => {
  const schema = z.object({ ids: z.array(z.uuid('must be an id')) });
  const refused = validate('body', schema, { ids: ['', 'x'] })._unsafeUnwrapErr();
  expect(refused.errors.map(({ pointer }) => pointer)).toEqual(['/body/ids/0', '/body/ids/1']);
});
