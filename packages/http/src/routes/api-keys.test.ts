import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  paginationOf,
  type Rig,
  type Tenant,
} from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';

let rig: Rig;
let tenant: Tenant;
let foreign: Tenant;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const NOBODY = '00000000-0000-7000-8000-000000000000';
const keysOf = (appId: string, rest = '') => `/internal/apps/${appId}/api-key${rest}`;
const rotate = async (name: string, more: object = {}) =>
  jsonOf(await rig.operator(keysOf(tenant.appId), { name, ...more }));
const status = async (rest = '') =>
  jsonOf(await rig.operator(keysOf(tenant.appId, `/status${rest}`)));
const revoke = (body: object, appId = tenant.appId) => rig.operator(keysOf(appId, '/revoke'), body);
const rowsOf = (answer: Json) => answer['data'] as Json[];
const stateOf = async (keyId: unknown) =>
  rowsOf(await status('?limit=200')).find((key) => key['key_id'] === keyId)?.['state'];
const opens = async (apiKey: unknown) => {
  const answer = await rig.send('/api/calls', { headers: { 'x-app-api-key': String(apiKey) } });
  return answer.status === 200;
};

describe('the keys of an app', () => {
  beforeAll(async () => {
    tenant = await rig.createTenant('Keys');
    foreign = await rig.createTenant('Other keys');
  });

  test('are made by name, each shown once', async () => {
    const answer = await rig.operator(keysOf(tenant.appId), { name: 'dashboard' });
    const key = await jsonOf(answer);
    expect(answer.status).toBe(201);
    expect(key).toEqual({
      success: true,
      app_id: tenant.appId,
      key_id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
      name: 'dashboard',
      api_key: expect.stringMatching(`^raw_${String(key['key_id'])}_[0-9A-Za-z]{49}$`),
      expires_at: null,
      replaced: null,
      message: expect.any(String),
    });
    expect([await opens(key['api_key']), await opens(tenant.apiKey)]).toEqual([true, true]);

    const [newest, first, ...none] = rowsOf(await status());
    expect(newest).toEqual({
      key_id: key['key_id'],
      prefix: `raw_${String(key['key_id'])}`,
      name: 'dashboard',
      state: 'active',
      created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
    });
    expect(first).toMatchObject({ name: 'default', state: 'active' });
    expect(none).toEqual([]);
    const secret = String(key['api_key']).slice(17);
    expect(JSON.stringify([newest, first])).not.toContain(secret);
  });

  test('are called default and replaced at once unless it is said otherwise', async () => {
    const answer = await rig.operator(keysOf(foreign.appId), {});
    expect(await jsonOf(answer)).toMatchObject({ name: 'default', replaced: null });
    expect(await opens(foreign.apiKey)).toBe(false);
  });

  test('overlap for as long as it is asked for, two of a name at most', async () => {
    const first = await rotate('overlapping');
    const before = Date.now();
    const second = await rotate('overlapping', { overlap_seconds: 3_600 });
    const { key_id: replaced, expires_at: until } = second['replaced'] as Json;
    expect(replaced).toBe(first['key_id']);
    const overlap = Date.parse(String(until)) - 3_600_000;
    expect(overlap).toBeGreaterThanOrEqual(before);
    expect(overlap).toBeLessThanOrEqual(Date.now());
    expect(await stateOf(first['key_id'])).toBe('replaced');

    const third = await rotate('overlapping', { overlap_seconds: 60 });
    expect((third['replaced'] as Json)['key_id']).toBe(second['key_id']);
    const open = [first, second, third].map((key) => opens(key['api_key']));
    expect(await Promise.all(open)).toEqual([false, true, true]);
  });

  test('end when it is said', async () => {
    const key = await rotate('short', { expires_at: '2999-01-01T02:00:00+02:00' });
    expect(key['expires_at']).toBe('2999-01-01T00:00:00.000Z');
    expect(await opens(key['api_key'])).toBe(true);
    const past = await rig.operator(keysOf(tenant.appId), {
      name: 'short',
      expires_at: '2020-01-01T00:00:00Z',
    });
    expect(await refusal(past)).toEqual([400, 'request-invalid', '/body/expires_at']);
    expect(await stateOf(key['key_id'])).toBe('active');
  });

  test('are listed page by page, and by name', async () => {
    const all = rowsOf(await status('?limit=200'));
    const page = await status('?limit=1&count=true');
    expect(paginationOf(page)).toMatchObject({ has_more: true, total: all.length });
    const next = await status(`?limit=200&cursor=${paginationOf(page).next_cursor}`);
    expect([...rowsOf(page), ...rowsOf(next)]).toEqual(all);
    const named = rowsOf(await status('?name=overlapping'));
    expect(named.map((key) => key['state'])).toEqual(['active', 'replaced', 'revoked']);
    expect(rowsOf(await status('?name=nobody'))).toEqual([]);
  });

  test('end at once when they are revoked, by name, by id or all', async () => {
    const first = await rotate('doomed');
    const second = await rotate('doomed', { overlap_seconds: 60 });
    const other = await rotate('other');
    const both = await jsonOf(await revoke({ name: 'doomed' }));
    expect(both).toMatchObject({ success: true, message: '2 revoked.' });
    expect(new Set(rowsOf(both).map((key) => key['key_id']))).toEqual(
      new Set([first['key_id'], second['key_id']]),
    );
    expect(rowsOf(both).every((key) => key['state'] === 'revoked')).toBe(true);
    const closed = [first, second, other].map((key) => opens(key['api_key']));
    expect(await Promise.all(closed)).toEqual([false, false, true]);

    const one = await jsonOf(await revoke({ key_id: other['key_id'] }));
    expect(rowsOf(one)).toMatchObject([{ key_id: other['key_id'], state: 'revoked' }]);
    const all = await jsonOf(await revoke({}));
    expect(rowsOf(all).length).toBeGreaterThan(1);
    expect(rowsOf(await jsonOf(await revoke({})))).toEqual([]);
    const open = rowsOf(await status('?limit=200')).filter((key) => key['state'] === 'active');
    expect(open).toEqual([]);
  });

  test('that open nothing any more, and those of others, are not there to be revoked', async () => {
    const [theirs] = rowsOf(await jsonOf(await rig.operator(keysOf(foreign.appId, '/status'))));
    const bodies = [{ name: 'doomed' }, { name: 'nobody' }, { key_id: theirs?.['key_id'] }];
    for (const body of bodies) {
      expect(await refusal(await revoke(body))).toEqual([404, 'not-found']);
    }
    const again = rowsOf(await jsonOf(await rig.operator(keysOf(foreign.appId, '/status'))));
    expect(again).toEqual(expect.arrayContaining([theirs]));
  });

  test('leave a trace of all that is done to them, and of nothing else', async () => {
    const app = await rig.createTenant('Traced');
    const post = async (rest: string, body: object, id: string) =>
      jsonOf(
        await rig.operator(keysOf(app.appId, rest), body, { headers: { 'x-request-id': id } }),
      );
    const first = await post('', { name: 'a' }, 'trace-number-1');
    const second = await post('', { name: 'a', overlap_seconds: 9 }, 'trace-number-2');
    await post('', { name: 'b' }, 'trace-number-3');
    await post('/revoke', { name: 'a' }, 'trace-number-4');
    await post('/revoke', { name: 'a' }, 'trace-number-5');

    const answer = await jsonOf(await rig.operator(keysOf(app.appId, '/audit?name=a')));
    const entries = rowsOf(answer);
    expect(entries.map((entry) => [entry['action'], entry['request_id']])).toEqual([
      ['api-key.revoked', 'trace-number-4'],
      ['api-key.revoked', 'trace-number-4'],
      ['api-key.rotated', 'trace-number-2'],
      ['api-key.created', 'trace-number-1'],
    ]);
    expect(entries[2]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      action: 'api-key.rotated',
      actor: 'operator',
      address: '127.0.0.1',
      request_id: 'trace-number-2',
      app_id: app.appId,
      subject_id: second['key_id'],
      key_id: second['key_id'],
      key_prefix: `raw_${String(second['key_id'])}`,
      name: 'a',
      count: 1,
    });
    for (const key of [first, second]) {
      expect(JSON.stringify(answer)).not.toContain(String(key['api_key']).slice(17));
    }
    const all = rowsOf(await jsonOf(await rig.operator(keysOf(app.appId, '/audit'))));
    expect(all.map((entry) => entry['name'])).toEqual(['a', 'a', 'b', 'a', 'a', 'default']);
  });

  test('of an app that is not there are not there', async () => {
    const answers = [
      rig.operator(keysOf(NOBODY), {}),
      rig.operator(keysOf(NOBODY, '/status')),
      rig.operator(keysOf(NOBODY, '/revoke'), {}),
      rig.operator(keysOf(NOBODY, '/audit')),
      rig.operator(keysOf('nobody', '/status')),
    ];
    for (const answer of await Promise.all(answers)) {
      expect(await refusal(answer)).toEqual([404, 'not-found']);
    }
  });

  const tooLong = 'x'.repeat(65);
  test.each([
    ['', { name: '' }, '/body/name'],
    ['', { name: 'a b' }, '/body/name'],
    ['', { name: 'ä' }, '/body/name'],
    ['', { name: tooLong }, '/body/name'],
    ['', { name: 5 }, '/body/name'],
    ['', { name: null }, '/body/name'],
    ['', { expires_at: 'tomorrow' }, '/body/expires_at'],
    ['', { expires_at: '2999-01-01T00:00:00' }, '/body/expires_at'],
    ['', { expires_at: 4_102_444_800_000 }, '/body/expires_at'],
    ['', { overlap_seconds: -1 }, '/body/overlap_seconds'],
    ['', { overlap_seconds: 1.5 }, '/body/overlap_seconds'],
    ['', { overlap_seconds: 2_592_001 }, '/body/overlap_seconds'],
    ['', { overlap_seconds: '60' }, '/body/overlap_seconds'],
    ['', { key_id: 'x' }, '/body/key_id'],
    ['/revoke', { name: 'a', key_id: '0123456789ab' }, '/body/key_id'],
    ['/revoke', { key_id: '0123456789a' }, '/body/key_id'],
    ['/revoke', { key_id: 5 }, '/body/key_id'],
    ['/revoke', { name: '' }, '/body/name'],
    ['/revoke', { app_id: NOBODY }, '/body/app_id'],
  ])('cannot be made or revoked with %s %j', async (rest, body, pointer) => {
    const before = await status('?limit=200');
    const answer = await rig.operator(keysOf(tenant.appId, rest), body);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
    expect(await status('?limit=200')).toEqual(before);
  });

  test.each([
    ['/status?name=', '/query/name'],
    ['/status?name=a%20b', '/query/name'],
    ['/status?state=active', '/query/state'],
    ['/status?limit=0', '/query/limit'],
    ['/audit?name=%00', '/query/name'],
    ['/audit?action=api-key.created', '/query/action'],
  ])('cannot be listed by %s', async (rest, pointer) => {
    const answer = await rig.operator(keysOf(tenant.appId, rest));
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
  });
});
