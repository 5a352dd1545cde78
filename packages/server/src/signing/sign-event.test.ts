import { hmacKey, verifyHs256 } from '@dialpad-cti/core';
import { expect, test } from 'vitest';

import { signEvent } from './sign-event.ts';

test('what we sign as Dialpad does is what we take from Dialpad', () => {
  const token = signEvent({ call_id: 1, name: 'Zoë' }, 'the secret');
  const payload = verifyHs256(token, [hmacKey('the secret')])._unsafeUnwrap();
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ call_id: 1, name: 'Zoë' });
});
