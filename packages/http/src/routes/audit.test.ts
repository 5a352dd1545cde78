import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  NEXT_OPERATOR_SECRET,
  openRig,
  paginationOf,
  type Rig,
  type Tenant,
} from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;
let first: Tenant;
let second: Tenant;

beforeAll(async () => {
  rig = await openRig();
  first = await rig.createTenant('First');
  second = await rig.createTenant('Second');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const read = async (query = '') => jsonOf(await rig.operator(`/internal/audit${query}`));
const rowsOf = (answer: Json) => answer['data'] as Json[];
const actionsOf = (answer: Json) => rowsOf(answer).map((entry) => entry['action']);

describe('the audit log', () => {
  test('shows who did what, the newest first', async () => {
    const log = await read();
    expect(actionsOf(log)).toEqual([
      'webhook.created',
      'api-key.created',
      'app.created',
      'webhook.created',
      'api-key.created',
      'app.created',
    ]);
    expect(rowsOf(log)[2]).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      action: 'app.created',
      actor: 'operator',
      address: '127.0.0.1',
      request_id: expect.stringMatching(/^request-/),
      app_id: second.appId,
      subject_id: second.appId,
      key_id: null,
      key_prefix: null,
      name: null,
      count: 1,
    });
  });

  test('is filtered by app and by actions, and walked page by page', async () => {
    const ofFirst = await read(`?app_id=${first.appId}`);
    expect(rowsOf(ofFirst).map((entry) => entry['app_id'])).toEqual([
      first.appId,
      first.appId,
      first.appId,
    ]);
    const apps = await read('?action=app.created,app.deactivated');
    expect(actionsOf(apps)).toEqual(['app.created', 'app.created']);
    const both = await read(`?action=app.created&app_id=${second.appId}`);
    expect(rowsOf(both)).toHaveLength(1);
    const page = await read('?limit=4&count=true');
    const rest = await read(`?cursor=${paginationOf(page).next_cursor}`);
    expect([...rowsOf(page), ...rowsOf(rest)]).toEqual(rowsOf(await read()));
    expect(paginationOf(page).total).toBe(6);
    expect(rowsOf(await read('?app_id=00000000-0000-7000-8000-000000000000'))).toEqual([]);
  });

  test('knows the two secrets apart', async () => {
    const before = rowsOf(await read()).length;
    await rig.send('/internal/apps', {
      method: 'POST',
      body: '{"name":"By the next secret"}',
      headers: {
        authorization: `Bearer ${NEXT_OPERATOR_SECRET}`,
        'content-type': 'application/json',
      },
    });
    const log = rowsOf(await read());
    expect(log).toHaveLength(before + 2);
    expect(log[1]).toMatchObject({ action: 'app.created', actor: 'operator-next' });
  });

  test('has no entry of what was refused or only read', async () => {
    const before = await read();
    const refused = [
      rig.operator('/internal/apps', { name: '' }),
      rig.send('/internal/apps', { method: 'POST', body: '{"name":"Nobody"}' }),
      rig.operator('/internal/webhooks/create?app_id=00000000-0000-7000-8000-000000000000', {
        register: false,
      }),
    ];
    for (const answer of await Promise.all(refused)) expect(answer.ok).toBe(false);
    for (const path of ['/internal/apps', '/internal/events', '/internal/queue']) {
      expect((await rig.operator(path)).status).toBe(200);
    }
    expect(await read()).toEqual(before);
  });

  test.each([
    ['?action=app.gone', '/query/action'],
    ['?action=', '/query/action'],
    ['?action=app.created,', '/query/action'],
    ['?app_id=x', '/query/app_id'],
    ['?actor=operator', '/query/actor'],
    ['?cursor=x', '/query/cursor'],
  ])('cannot be read with %s', async (query, pointer) => {
    const answer = await rig.operator(`/internal/audit${query}`);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
  });
});
