import { flows, type Payload } from '@dialpad-cti/core/fixtures';
import { describe, expect, test } from 'vitest';

import { createRandom } from '../random/create-random.ts';
import { createCompany } from './create-company.ts';

const company = createCompany(createRandom(1));

/** Our side of an event, wherever it is named. */
function partiesOf(event: Payload): Payload[] {
  const fields = ['target', 'entry_point_target', 'proxy_target', 'transferred_from', 'changed_by'];
  const contact = [event['contact']].filter((party) => typeOf(party) === 'user');
  return [...fields.map((field) => event[field]), ...contact, event['admins']]
    .flat()
    .filter((party): party is Payload => typeOf(party) !== null);
}

function typeOf(party: unknown): unknown {
  return typeof party === 'object' && party !== null && 'type' in party ? party.type : null;
}

const digits = (phone: unknown) => String(phone).replaceAll(/\D/g, '').slice(-10);

describe('a company', () => {
  test.each(flows)('$name names only its people and groups, by their names and numbers', (flow) => {
    for (const event of flow.events) {
      for (const party of partiesOf(event)) {
        const id = String(party['id']);
        const user = company.users.find((one) => one.id === id);
        const group = company.groups.find((one) => one.id === id);
        const name = user ? `${user.firstName} ${user.lastName}` : group?.name;
        expect(name).toBe(party['name']);
        const type = user ? 'user' : group?.type;
        expect(type).toBe(String(party['type']).replaceAll('_', ''));
        const phone = party['phone'] ?? party['phone_number'];
        if (phone !== undefined) expect(digits(user?.phone ?? group?.phone)).toBe(digits(phone));
        if (party['email']) expect(user?.email).toBe(party['email']);
        if (user && party['office_id']) expect(Number(user.officeId)).toBe(party['office_id']);
      }
    }
  });

  test('has offices, call centres and departments, of people who are there', () => {
    const ids = new Set(company.users.map(({ id }) => id));
    const types = company.groups.map(({ type }) => type).toSorted();
    expect(types).toEqual([
      'callcenter',
      'callcenter',
      'department',
      'department',
      'office',
      'office',
    ]);
    for (const { memberIds } of company.groups) {
      expect(memberIds.length).toBeGreaterThan(0);
      expect(memberIds.every((id) => ids.has(id))).toBe(true);
    }
    const offices = company.groups.filter(({ type }) => type === 'office').map(({ id }) => id);
    expect(company.users.every(({ officeId }) => offices.includes(officeId))).toBe(true);
    expect(company.users.some(({ isAdmin }) => isAdmin)).toBe(true);
  });

  test('gives no id, number or address twice', () => {
    const everyone = [...company.users, ...company.groups];
    const phones = everyone.map(({ phone }) => phone);
    const ids = [company.id, ...everyone.map(({ id }) => id)];
    const emails = company.users.map(({ email }) => email);
    for (const values of [phones, ids, emails]) expect(new Set(values).size).toBe(values.length);
    expect(phones.every((phone) => /^\+1415555\d{4}$/.test(phone))).toBe(true);
    expect(ids.every((id) => /^\d{16}$/.test(id))).toBe(true);
  });

  test('is the same for the same seed', () => {
    expect(createCompany(createRandom(1))).toEqual(company);
    expect(createCompany(createRandom(2))).not.toEqual(company);
  });
});
