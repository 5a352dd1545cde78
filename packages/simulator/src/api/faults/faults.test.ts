import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

const USERS = '/api/v2/users';
const HOOKS = '/api/v2/webhooks';
const MIB = 1024 * 1024;

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig();
});
afterEach(() => rig.close());

const statusOf = async (path = USERS, method = 'GET') => (await rig.ask(method, path)).status;

/** The answer as soon as it begins. */
async function begin(path: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${rig.apiKey}` };
  const [answer] = await once(get(rig.url + path, { headers, agent: false }), 'response');
  return answer;
}

describe('a fault', () => {
  test('answers what fits, so many times, the first one first', async () => {
    rig.misbehave({ path: USERS, times: 2, answer: { kind: 'status', status: 503 } });
    rig.misbehave({ method: 'POST', path: HOOKS, answer: { kind: 'status', status: 502 } });
    rig.misbehave({ path: '/', answer: { kind: 'status', status: 500 } });
    const statuses = [];
    for (const path of [`${USERS}/me`, USERS, USERS, USERS, HOOKS]) {
      statuses.push(await statusOf(path));
    }
    expect(statuses).toEqual([503, 503, 500, 200, 200]);
    expect(await statusOf(HOOKS, 'POST')).toBe(502);
    expect(await statusOf(HOOKS, 'POST')).toBe(400);
  });

  test('comes without a token, without work, and not on the stand-in’s own paths', async () => {
    rig.misbehave({ path: '/', times: 2, answer: { kind: 'status', status: 429 } });
    expect(await statusOf('/simulator/scenarios')).toBe(200);
    expect((await rig.ask('GET', USERS, { token: null })).status).toBe(429);
    const body = { hook_url: 'https://cti.example' };
    expect((await rig.ask('POST', HOOKS, { body })).status).toBe(429);
    expect(rig.world.webhooks.size).toBe(0);
  });

  test('has the headers and the body that it is given', async () => {
    const headers = { 'Retry-After': '7', 'content-type': 'text/plain' };
    rig.misbehave({
      path: USERS,
      answer: { kind: 'status', status: 429, headers, body: 'slow down' },
    });
    const answer = await fetch(rig.url + USERS);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await answer.text()).toBe('slow down');
  });

  test.each([
    [false, 0],
    [true, 1],
  ])('cuts the connection, with the work done: %s', async (afterWork, webhooks) => {
    rig.misbehave({ path: HOOKS, answer: { kind: 'reset', afterWork } });
    const body = { hook_url: 'https://cti.example' };
    await expect(rig.ask('POST', HOOKS, { body })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(rig.world.webhooks.size).toBe(webhooks);
    expect(rig.requests().map(({ status }) => status)).toEqual([0]);
  });

  test('lets an answer wait, its work done at once', async () => {
    rig.misbehave({ path: HOOKS, answer: { kind: 'slow', ms: 5_000 } });
    let isAnswered = false;
    const body = { hook_url: 'https://cti.example' };
    const asked = rig.ask('POST', HOOKS, { body }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await vi.waitUntil(() => rig.world.webhooks.size === 1);
    await rig.clock.advance(4_999);
    await statusOf();
    expect(isAnswered).toBe(false);
    await rig.clock.advance(1);
    expect((await asked).status).toBe(200);
  });

  test('gives one byte a second', async () => {
    rig.misbehave({ path: USERS, answer: { kind: 'trickle' } });
    const answer = await begin(`${USERS}?state=deleted`);
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    expect([answer.statusCode, answer.headers['content-length']]).toEqual([200, '2']);
    await vi.waitUntil(() => text === '{');
    await rig.clock.advance(999);
    await statusOf();
    expect(text).toBe('{');
    await rig.clock.advance(1);
    await once(answer, 'end');
    expect(text).toBe('{}');
  });

  test('gives a body of any size, no faster than it is read', async () => {
    rig.misbehave({ path: USERS, times: 2, answer: { kind: 'huge', bytes: 3 * MIB + 1 } });
    const whole = await (await fetch(rig.url + USERS)).text();
    expect(whole).toHaveLength(3 * MIB + 1);
    expect(JSON.parse(whole)).toMatch(/^a+$/);
    rig.misbehave({ path: HOOKS, answer: { kind: 'huge', bytes: 1e12 } });
    const endless = await begin(HOOKS);
    await once(endless, 'readable');
    endless.destroy();
    expect(await statusOf('/api/v2/offices')).toBe(200);
  });

  test('gives a page, or sends elsewhere', async () => {
    rig.misbehave({ path: USERS, answer: { kind: 'html' } });
    const page = await fetch(rig.url + USERS);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    rig.misbehave({
      path: USERS,
      answer: { kind: 'redirect', location: 'https://elsewhere.example/' },
    });
    const sent = await fetch(rig.url + USERS, { redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([
      302,
      'https://elsewhere.example/',
    ]);
  });

  test.each([{ kind: 'trickle' } as const, { kind: 'slow', ms: 5_000 } as const])(
    'leaves nothing behind when its client leaves: $kind',
    async (answer) => {
      rig.misbehave({ path: USERS, answer });
      const leaving = new AbortController();
      const headers = { authorization: `Bearer ${rig.apiKey}` };
      const asked = fetch(rig.url + USERS, { headers, signal: leaving.signal });
      await vi.waitUntil(() => rig.waiting() === 1);
      leaving.abort();
      await asked.then((response) => response.text()).catch(() => null);
      await vi.waitUntil(() => rig.waiting() === 0);
    },
  );
});
