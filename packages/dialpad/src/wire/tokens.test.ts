import { expect, test } from 'vitest';

import { Tokens } from './tokens.ts';

test.each([
  [{ access_token: 'a' }, { accessToken: 'a', refreshToken: null, expiresIn: null }],
  [
    {
      access_token: 'a',
      token_type: 'BEARER',
      refresh_token: 'r',
      expires_in: '3600',
      id_token: 'i',
    },
    { accessToken: 'a', refreshToken: 'r', expiresIn: 3_600 },
  ],
  [
    { access_token: 'a', token_type: null, refresh_token: '', expires_in: 60 },
    { accessToken: 'a', refreshToken: null, expiresIn: 60 },
  ],
])('%j', (body, tokens) => {
  expect(Tokens.parse(body)).toEqual(tokens);
});

test.each([{}, { access_token: '' }, { access_token: 'a', token_type: 'mac' }, null, 'a'])(
  '%j is none',
  (body) => {
    expect(Tokens.safeParse(body).success).toBe(false);
  },
);
