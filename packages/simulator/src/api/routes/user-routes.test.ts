import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ApiRig, COMPANY, openApiRig } from '../api-rig.test.support.ts';

let rig: ApiRig;

beforeAll(async () => {
  rig = await openApiRig({ hasLimits: false });
});
afterAll(() => rig.close());

const idsOf = async (query: string) =>
  ((await rig.ask('GET', `/api/v2/users?${query}`)).body.items ?? []).map(
    ({ id }: { id: string }) => id,
  );
const [ava, ben, cleo] = COMPANY.users.map(({ id }) => id);

describe('users', () => {
  test('are shown as Dialpad shows them', async () => {
    const { status, body } = await rig.ask('GET', `/api/v2/users/${cleo}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: cleo,
      company_id: COMPANY.id,
      office_id: '4900000000000001',
      display_name: 'Cleo Okafor',
      emails: ['cleo@harborview.example'],
      phone_numbers: ['+14155550112'],
      state: 'active',
      is_admin: false,
      group_details: [
        { group_id: '4900000000000001', group_type: 'office', role: 'operator' },
        { group_id: '4900000000000002', group_type: 'callcenter', role: 'operator' },
      ],
    });
  });

  test('are asked for as “me” by whoever’s token it is', async () => {
    expect((await rig.ask('GET', '/api/v2/users/me')).body.id).toBe(ben);
    expect((await rig.ask('GET', '/api/v2/users/12')).status).toBe(404);
  });

  test.each([
    ['', [ava, ben, cleo]],
    ['state=all', [ava, ben, cleo]],
    ['state=suspended', []],
    ['email=CLEO%40harborview.example', [cleo]],
    ['company_admin=true', [ben]],
    ['company_admin=false', [ava, cleo]],
    ['number=%2B14155550110', [ava]],
  ])('are filtered by “%s”', async (query, expected) => {
    expect(await idsOf(query)).toEqual(expected);
  });

  test('come in pages', async () => {
    const { body } = await rig.ask('GET', '/api/v2/users?limit=2');
    expect(body.items).toHaveLength(2);
    expect(await idsOf(`limit=2&cursor=${body.cursor}`)).toEqual([cleo]);
    for (const query of ['limit=101', 'limit=0', 'state=asleep', 'company_admin=perhaps']) {
      expect((await rig.ask('GET', `/api/v2/users?${query}`)).status).toBe(400);
    }
  });
});

describe('company', () => {
  test('is shown with its offices, departments and call centres', async () => {
    expect((await rig.ask('GET', '/api/v2/company')).body).toMatchObject({
      id: COMPANY.id,
      name: COMPANY.name,
      domain: 'harborview.example',
      office_count: '1',
    });
    const { body } = await rig.ask('GET', '/api/v2/callcenters');
    expect(body.items).toEqual([
      expect.objectContaining({
        id: '4900000000000002',
        name: 'Support',
        office_id: '4900000000000001',
        phone_numbers: ['+14155550121'],
      }),
    ]);
    expect((await rig.ask('GET', '/api/v2/offices?name_search=QUA')).body.items).toHaveLength(1);
    expect((await rig.ask('GET', '/api/v2/callcenters?office_id=1')).body).toEqual({});
    expect((await rig.ask('GET', '/api/v2/departments')).body).toEqual({});
  });
});
