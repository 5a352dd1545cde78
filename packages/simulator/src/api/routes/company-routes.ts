import { z } from 'zod';

import type { Company, SimGroup } from '../../company.ts';
import { type Answer, answered, withoutNulls } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { PAGE_QUERY, pageOf } from '../page-of.ts';
import { idInput, parseQuery } from '../parse-input.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { byId, SET_UP_PAGE } from './set-up-page.ts';

const asked = z.object({
  ...PAGE_QUERY,
  office_id: idInput.optional(),
  name_search: z.string().optional(),
});

export function companyRoutes({ world: { company } }: ApiDeps): readonly GuardedRoute[] {
  const listOf =
    (type: SimGroup['type']) =>
    ({ query }: ApiRequest): Answer => {
      const parsed = parseQuery(asked, query);
      if (!parsed.ok) return parsed.answer;
      const { cursor, limit = SET_UP_PAGE, office_id: officeId, name_search: name } = parsed.value;
      const groups = company.groups.filter(
        (group) =>
          group.type === type &&
          (officeId === undefined || officeOf(company, group) === officeId) &&
          (name === undefined || group.name.toLowerCase().includes(name.toLowerCase())),
      );
      const show = (group: SimGroup): object => groupBody(company, group);
      return pageOf(groups, { cursor, size: limit, keyOf: byId, show });
    };

  const perMinute = 1_200;
  return [
    {
      method: 'GET',
      path: '/api/v2/company',
      perMinute,
      isForAdmins: true,
      answer: () => answered(companyBody(company)),
    },
    { method: 'GET', path: '/api/v2/offices', perMinute, answer: listOf('office') },
    { method: 'GET', path: '/api/v2/departments', perMinute, answer: listOf('department') },
    { method: 'GET', path: '/api/v2/callcenters', perMinute, answer: listOf('callcenter') },
  ];
}

function companyBody({ id, name, users, groups }: Company): object {
  const admin = users.find(({ isAdmin }) => isAdmin);
  return withoutNulls({
    id,
    name,
    account_type: 'standard',
    admin_email: admin?.email,
    country: 'us',
    domain: admin?.email.split('@')[1],
    office_count: String(groups.filter(({ type }) => type === 'office').length),
    state: 'active',
  });
}

function groupBody(company: Company, group: SimGroup): object {
  return withoutNulls({
    id: group.id,
    name: group.name,
    office_id: officeOf(company, group),
    phone_numbers: [group.phone],
    availability_status: 'open',
    country: 'us',
    state: 'active',
    timezone: 'US/Pacific',
  });
}

/** An office is its own; another group is of the office where its people are. */
function officeOf(company: Company, { id, type, memberIds }: SimGroup): string | undefined {
  if (type === 'office') return id;
  const member = company.users.find((user) => memberIds.includes(user.id));
  return member?.officeId ?? company.groups.find((group) => group.type === 'office')?.id;
}
