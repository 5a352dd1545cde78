import { expect, test } from 'vitest';

import { urlOf } from './url-of.ts';

const baseUrl = new URL('https://dialpad.com');
const path = '/api/v2/webhooks/{id}';

test('the id and the query are in their places', () => {
  const url = urlOf({ baseUrl, path, id: '12', query: { cursor: 'a b&c', limit: undefined } });
  expect(url._unsafeUnwrap().href).toBe('https://dialpad.com/api/v2/webhooks/12?cursor=a+b%26c');
});

test('a base URL with a path keeps it', () => {
  const prefixed = new URL('https://proxy.example/dialpad/?x=1#y');
  expect(urlOf({ baseUrl: prefixed, path, id: '1' })._unsafeUnwrap().href).toBe(
    'https://proxy.example/dialpad/api/v2/webhooks/1',
  );
});

test.each(['', '.', '..', 'a/b', '1?x', '1#x', '%2e%2e', ' ', '1\n', 'é', '9'.repeat(65)])(
  'nothing has the id %j',
  (id) => {
    expect(urlOf({ baseUrl, path, id })._unsafeUnwrapErr()).toEqual({ kind: 'dialpad-not-found' });
  },
);
