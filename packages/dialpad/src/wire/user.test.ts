import { expect, test } from 'vitest';

import { User } from './user.ts';

test('a name is put together where Dialpad gives none, and a super admin is an admin', () => {
  expect(
    User.parse({ id: 1, first_name: 'Ada', last_name: 'Byron', is_super_admin: true }),
  ).toEqual({
    id: '1',
    companyId: null,
    officeId: null,
    displayName: 'Ada Byron',
    emails: [],
    phoneNumbers: [],
    state: null,
    isAdmin: true,
  });
  expect(User.parse({ id: 1 })).toMatchObject({ displayName: null, isAdmin: false });
  expect(User.parse({ id: 1, display_name: 'A', first_name: 'B' }).displayName).toBe('A');
});
