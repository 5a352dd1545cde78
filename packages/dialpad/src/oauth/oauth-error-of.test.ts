import { expect, test } from 'vitest';

import { oauthErrorOf } from './oauth-error-of.ts';

const google = (message: string) => ({ error: { code: 400, message } });

test.each([
  [400, { error: 'invalid_grant' }, 'grant-refused'],
  [401, { error: 'invalid_grant', error_description: 'x' }, 'grant-refused'],
  [400, google('The authorization code has expired'), 'grant-refused'],
  [401, google('Invalid refresh token'), 'grant-refused'],
  [404, google('code not found'), 'grant-refused'],
  [400, { error: 'Invalid refresh token' }, 'grant-refused'],
  [401, { error: 'invalid_client' }, 'dialpad-unauthorized'],
  [400, { error: 'unauthorized_client' }, 'dialpad-unauthorized'],
  [401, google('Who are you?'), 'dialpad-unauthorized'],
  [401, google('Invalid client secret (error code 401)'), 'dialpad-unauthorized'],
  [401, google('Unknown client_id in token request'), 'dialpad-unauthorized'],
  [400, google('credentials are invalid for this token request'), 'dialpad-rejected'],
  [400, { error: 'invalid_request', error_description: 'code is invalid' }, 'dialpad-rejected'],
  [400, google('Bad request'), 'dialpad-rejected'],
  [403, null, 'dialpad-rejected'],
])('%i %j is %s', (status, body, kind) => {
  expect(oauthErrorOf({ status, text: JSON.stringify(body), secrets: [] }).kind).toBe(kind);
});

test('a page is no reason to ask a person', () => {
  const text = '<p>invalid token</p>';
  expect(oauthErrorOf({ status: 400, text, secrets: [] })).toEqual({
    kind: 'dialpad-rejected',
    status: 400,
    detail: 'HTTP 400',
  });
});
