import { z } from 'zod';

import type { SimUser } from '../../company.ts';
import { type Answer, answered } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Caller } from '../caller.ts';
import { PAGE_QUERY, pageOf } from '../page-of.ts';
import { parseQuery } from '../parse-input.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { byId, SET_UP_PAGE } from './set-up-page.ts';
import { userBody } from './user-body.ts';

const asked = z.object({
  ...PAGE_QUERY,
  // Above it Dialpad refuses a fifth of the requests, at random.
  limit: z.coerce.number().int().positive().max(100).optional(),
  state: z.enum(['active', 'all', 'cancelled', 'deleted', 'pending', 'suspended']).optional(),
  company_admin: z.stringbool().optional(),
  email: z.string().optional(),
  number: z.string().optional(),
});

export function userRoutes({ world: { company } }: ApiDeps): readonly GuardedRoute[] {
  const list = ({ query }: ApiRequest): Answer => {
    const parsed = parseQuery(asked, query);
    if (!parsed.ok) return parsed.answer;
    const { cursor, limit = SET_UP_PAGE, ...filter } = parsed.value;
    const users = company.users.filter((user) => isAskedFor(user, filter));
    const show = (user: SimUser): object => userBody(company, user);
    return pageOf(users, { cursor, size: limit, keyOf: byId, show });
  };

  const show = ({ params }: ApiRequest, { userId }: Caller): Answer => {
    const id = params['id'] ?? '';
    const wanted = id === 'me' ? userId : id;
    const user = company.users.find((one) => one.id === wanted);
    return user === undefined
      ? refuse(404, `user ${id} not found`)
      : answered(userBody(company, user));
  };

  return [
    { method: 'GET', path: '/api/v2/users', perMinute: 1_200, answer: list },
    { method: 'GET', path: '/api/v2/users/:id', perMinute: 1_200, answer: show },
  ];
}

/** Everybody here is active. */
function isAskedFor(
  user: SimUser,
  {
    state,
    company_admin: isAdmin,
    email,
    number,
  }: Omit<z.output<typeof asked>, 'cursor' | 'limit'>,
): boolean {
  return (
    (state === undefined || state === 'active' || state === 'all') &&
    (isAdmin === undefined || user.isAdmin === isAdmin) &&
    (email === undefined || user.email.toLowerCase() === email.toLowerCase()) &&
    (number === undefined || user.phone === number)
  );
}
