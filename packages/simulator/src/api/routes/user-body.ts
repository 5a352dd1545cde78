import type { Company, SimUser } from '../../company.ts';

export function userBody(company: Company, user: SimUser): object {
  const groups = company.groups.filter(({ memberIds }) => memberIds.includes(user.id));
  return {
    id: user.id,
    company_id: company.id,
    office_id: user.officeId,
    display_name: `${user.firstName} ${user.lastName}`,
    first_name: user.firstName,
    last_name: user.lastName,
    emails: [user.email],
    phone_numbers: [user.phone],
    state: 'active',
    is_admin: user.isAdmin,
    is_super_admin: user.isAdmin,
    is_available: true,
    is_on_duty: groups.some(({ type }) => type === 'callcenter'),
    is_online: true,
    do_not_disturb: false,
    country: 'us',
    language: 'en',
    license: 'talk',
    timezone: 'US/Pacific',
    group_details: groups.map(({ id, type }) => ({
      do_not_disturb: false,
      group_id: id,
      group_type: type,
      role: user.isAdmin ? 'admin' : 'operator',
    })),
  };
}
