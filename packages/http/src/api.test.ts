import { flows } from '@dialpad-cti/core/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';

import { Problem } from './problem.ts';
import { routes } from './routes/routes.ts';
import {
  type Json,
  jsonOf,
  openRig,
  paginationOf,
  type Rig,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

let rig: Rig;
let mine: Tenant;
let foreign: Tenant;

/** Every flow of the fixtures into both apps: equal Dialpad ids in the two. */
beforeAll(async () => {
  rig = await openRig();
  mine = await rig.createTenant('Mine');
  foreign = await rig.createTenant('Foreign');
  for (const event of flows.flatMap((flow) => flow.events)) {
    expect((await rig.deliver(mine, event)).status).toBe(200);
    expect((await rig.deliver(foreign, event)).status).toBe(200);
  }
  await rig.processAll();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const get = async (path: string, tenant = mine): Promise<Json> =>
  jsonOf(await rig.api(tenant, path));
const rowsOf = (answer: Json) => answer['data'] as Json[];

async function walk(path: string, tenant = mine): Promise<Json[]> {
  const rows: Json[] = [];
  let cursor = '';
  do {
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=7${cursor}`, tenant);
    rows.push(...rowsOf(page));
    const { next_cursor: next, has_more: hasMore } = paginationOf(page);
    expect(hasMore).toBe(next !== null);
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  return rows;
}

const LISTS = ['/api/calls', '/api/messages', '/api/voicemails'] as const;

describe('the client API', () => {
  test('gives every record of the flows as they are expected, one by one', async () => {
    for (const { expected } of flows) {
      for (const call of expected.calls) {
        expect((await get(`/api/calls/${call.dialpad_call_id}`))['data']).toMatchObject(call);
      }
      for (const message of expected.messages) {
        const path = `/api/messages/${message.dialpad_message_id}`;
        expect((await get(path))['data']).toMatchObject(message);
      }
      for (const voicemail of expected.voicemails) {
        const path = `/api/voicemails/${voicemail.dialpad_call_id}`;
        expect((await get(path))['data']).toMatchObject(voicemail);
      }
    }
  });

  test('gives exactly the declared answers', async () => {
    const call = rowsOf(await get('/api/calls?limit=1'))[0];
    const message = rowsOf(await get('/api/messages?limit=1'))[0];
    const voicemail = rowsOf(await get('/api/voicemails?limit=1'))[0];
    const ids = { calls: call?.['id'], messages: message?.['id'], voicemails: voicemail?.['id'] };
    const served = routes.filter(({ auth }) => auth === 'app');
    expect(served).toHaveLength(8);
    for (const { path, answers } of served) {
      const kind = path.split('/')[2] as keyof typeof ids;
      const answer = await get(path.replace(':id', String(ids[kind])));
      const schema = answers[200] as z.ZodObject;
      expect(schema.strict().parse(answer)).toEqual(answer);
    }
  });

  test('walks each list to its end, each record once', async () => {
    for (const path of LISTS) {
      const rows = await walk(path);
      const { total } = paginationOf(await get(`${path}?count=true`));
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row['id'])).size).toBe(rows.length);
      expect(total).toBe(rows.length);
    }
  });

  test('gives the same rows by offset, and says which', async () => {
    const all = await walk('/api/calls?sort=started_at');
    const page = await get('/api/calls?sort=started_at&offset=3&limit=4');
    expect(rowsOf(page)).toEqual(all.slice(3, 7));
    expect(paginationOf(page)).toEqual({
      limit: 4,
      has_more: true,
      next_cursor: expect.any(String),
      offset: 3,
    });
  });

  test.each([
    ['status=ended,missed', (call: Json) => ['ended', 'missed'].includes(String(call['status']))],
    ['outcome=voicemail', (call: Json) => call['outcome'] === 'voicemail'],
    ['direction=outbound', (call: Json) => call['direction'] === 'outbound'],
    ['has_voicemail=true', (call: Json) => call['voicemail'] !== null],
    ['has_recording=false', (call: Json) => (call['recordings'] as unknown[]).length === 0],
    ['started_after=2000-01-01T00:00:00Z', (call: Json) => call['started_at'] !== null],
  ])('filters calls by %s', async (filter, fits) => {
    const all = await walk('/api/calls');
    const some = await walk(`/api/calls?${filter}`);
    const ids = (rows: readonly Json[]) => rows.map((row) => row['id']);
    expect(ids(some)).toEqual(ids(all.filter(fits)));
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThanOrEqual(all.length);
  });

  test('finds a number that is typed with its plus', async () => {
    const number = (await walk('/api/calls')).find((call) =>
      String(call['external_number']).startsWith('+'),
    )?.['external_number'];
    const calls = await walk(`/api/calls?number=${String(number)}`);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.every((call) => call['external_number'] === number)).toBe(true);
  });

  test('gives the live calls with the position of the same moment', async () => {
    const busy = await rig.createTenant('Busy');
    const state = { state: 'ringing', event_timestamp: Date.now() };
    await rig.deliver(busy, { ...state, call_id: 1, date_started: Date.now() });
    await rig.deliver(busy, { ...state, call_id: 2, date_ended: Date.now(), state: 'hangup' });
    await rig.processAll();
    const active = await get('/api/calls/active', busy);
    expect(rowsOf(active).map((call) => call['dialpad_call_id'])).toEqual(['1']);
    expect(active['stream']).toEqual({ epoch: expect.any(String), position: 2 });
  });

  test('tells what happened to a call', async () => {
    const call = flows.flatMap(({ expected }) => expected.calls)[0];
    const events = rowsOf(await get(`/api/calls/${call?.dialpad_call_id}/events?limit=200`));
    expect(events.length).toBeGreaterThan(0);
    expect(Object.keys(events[0] ?? {}).sort()).toEqual([
      'deliveries',
      'id',
      'kind',
      'occurred_at',
      'received_at',
      'type',
    ]);
  });

  test.each([
    ['/api/calls?limit=-5', '/query/limit'],
    ['/api/calls?limit=0', '/query/limit'],
    ['/api/calls?limit=201', '/query/limit'],
    ['/api/calls?limit=NaN', '/query/limit'],
    ['/api/calls?limit=1e2', '/query/limit'],
    ['/api/calls?limit=', '/query/limit'],
    ['/api/calls?limit=5&limit=5', '/query/limit'],
    ['/api/calls?offset=10001', '/query/offset'],
    ['/api/calls?offset=-1', '/query/offset'],
    ['/api/calls?count=1', '/query/count'],
    ['/api/calls?sort=foo', '/query/sort'],
    ['/api/messages?sort=duration', '/query/sort'],
    ['/api/calls?status=ended,foo', '/query/status'],
    ['/api/calls?status=', '/query/status'],
    ['/api/calls?outcome=ended', '/query/outcome'],
    ['/api/calls?direction=in', '/query/direction'],
    ['/api/calls?started_after=yesterday', '/query/started_after'],
    ['/api/calls?started_after=2026-09-01', '/query/started_after'],
    ['/api/calls?started_after=2026-02-30T00:00:00Z', '/query/started_after'],
    ['/api/calls?has_recording=yes', '/query/has_recording'],
    ['/api/calls?from=%00', '/query/from'],
    ['/api/calls?from=', '/query/from'],
    ['/api/calls?user_id=a%20b', '/query/user_id'],
    ['/api/calls?crm_user_id=1', '/query/crm_user_id'],
    ['/api/calls?api_key=raw_secret', '/query/api_key'],
    ['/api/calls?cursor=abc', '/query/cursor'],
    ['/api/calls?cursor=', '/query/cursor'],
    ['/api/calls/active?sort=started_at', '/query/sort'],
    ['/api/calls/1?limit=5', '/query/limit'],
  ])('%s is refused, and the parameter is named', async (path, pointer) => {
    const answer = await rig.api(mine, path);
    const problem = Problem.parse(await answer.json());
    expect([answer.status, problem.code]).toEqual([400, 'request-invalid']);
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
    expect(JSON.stringify(problem)).not.toContain('raw_secret');
  });

  test('takes a cursor for the list that it was given for only', async () => {
    const { next_cursor: cursor } = paginationOf(await get('/api/calls?limit=1'));
    const second = await get(`/api/calls?limit=5&sort=-started_at&cursor=${cursor}`);
    expect(second['success']).toBe(true);
    const elsewhere = [
      [mine, `/api/calls?sort=started_at&cursor=${cursor}`],
      [mine, `/api/calls?direction=inbound&cursor=${cursor}`],
      [mine, `/api/messages?cursor=${cursor}`],
      [mine, `/api/calls/active?cursor=${cursor}`],
      [mine, `/api/calls?offset=1&cursor=${cursor}`],
      [foreign, `/api/calls?limit=1&cursor=${cursor}`],
    ] as const;
    for (const [tenant, path] of elsewhere) {
      const problem = Problem.parse(await get(path, tenant));
      expect(problem.errors?.map((error) => error.pointer)).toEqual(['/query/cursor']);
    }
  });
});

describe('a tenant', () => {
  test('sees its own records only, also where Dialpad ids are equal', async () => {
    for (const path of LISTS) {
      const own = new Set((await walk(path, mine)).map((row) => row['id']));
      const others = (await walk(path, foreign)).map((row) => row['id']);
      expect(others.length).toBe(own.size);
      expect(others.some((id) => own.has(id))).toBe(false);
    }
  });

  test('gets one and the same 404 for foreign, missing and impossible ids', async () => {
    const bad = [
      '00000000-0000-7000-8000-000000000000',
      '123',
      'a%00b',
      '%ff',
      '%zz',
      'x'.repeat(900),
    ];
    for (const path of LISTS) {
      const ids = [rowsOf(await get(`${path}?limit=1`, foreign))[0]?.['id'], ...bad];
      const suffixes = path === '/api/calls' ? ['', '/events'] : [''];
      for (const suffix of suffixes) {
        const answers = await Promise.all(
          ids.map(async (id) => {
            const headers = { 'x-app-api-key': mine.apiKey, 'x-request-id': 'the-same-id' };
            const answer = await rig.send(`${path}/${String(id)}${suffix}`, { headers });
            return `${answer.status} ${await answer.text()}`;
          }),
        );
        expect(new Set(answers).size).toBe(1);
        expect(answers[0]).toMatch(/^404 .*"code":"not-found"/);
      }
    }
  });

  test('is refused in the same words, whatever is wrong with the key', async () => {
    const { apiKey } = mine;
    const given = [
      null,
      '',
      'x',
      apiKey.slice(0, -1),
      `${apiKey}x`,
      apiKey.toUpperCase(),
      `Bearer ${apiKey}`,
      `${apiKey}, ${apiKey}`,
      `${apiKey},${foreign.apiKey}`,
      apiKey.slice(0, 16),
      'raw_'.repeat(2000),
    ];
    const answers = await Promise.all(
      given.map(async (key) => {
        const headers = {
          'x-request-id': 'the-same-id',
          ...(key === null ? {} : { 'x-app-api-key': key }),
        };
        const answer = await rig.send('/api/calls', { headers });
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 .*"code":"key-refused"/);
    const line = `x-app-api-key: ${apiKey}\r\n`;
    const twice = await rawExchange({
      port: rig.port,
      parts: [`GET /api/calls HTTP/1.1\r\nHost: x\r\n${line}${line}Connection: close\r\n\r\n`],
    });
    expect(twice).toMatch(/^HTTP\/1\.1 401 /);
  });
});
