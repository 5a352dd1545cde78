import { expect, test } from 'vitest';

import { authorizeUrl } from './authorize-url.ts';

const request = {
  redirectUri: 'https://cti.example/cb?a=1&b=2',
  state: 's+/=',
  codeChallenge: 'c',
  scopes: [],
};

test('is at the base URL, path and all, and has no scope when none is asked for', () => {
  for (const base of ['https://sandbox.dialpad.com', 'https://proxy.example/dialpad/']) {
    const url = new URL(authorizeUrl({ baseUrl: new URL(base), clientId: 'id' }, request));
    expect(url.href).toMatch(new RegExp(`^${base.replace(/\/$/, '')}/oauth2/authorize\\?`));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'id',
      redirect_uri: request.redirectUri,
      response_type: 'code',
      state: 's+/=',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
  }
});
