import { expect, test } from 'vitest';

import { setCookie } from './set-cookie.ts';

const place = { name: 'name', path: '/path' };

test('a cookie is out of reach of scripts and other sites', () => {
  expect(setCookie({ place, value: 'abc', seconds: 600, isSecure: false })).toBe(
    'name=abc; Path=/path; Max-Age=600; HttpOnly; SameSite=Lax',
  );
});

test('a cookie goes by https alone where there is https', () => {
  expect(setCookie({ place, value: '', seconds: 0, isSecure: true })).toBe(
    'name=; Path=/path; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
  );
});
