import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from './api-rig.test.support.ts';

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig();
});
afterEach(() => rig.close());

const USERS = '/api/v2/users';

describe('who may ask', () => {
  test.each([null, 'nonsense'])('is nobody with the token %s', async (token) => {
    const { status, body } = await rig.ask('GET', USERS, { token });
    expect([status, body.error.code, body.error.errors[0].reason]).toEqual([401, 401, 'authError']);
  });

  test('is whoever has a key, also in the query', async () => {
    for (const token of [rig.apiKey, rig.limitedApiKey]) {
      expect((await rig.ask('GET', USERS, { token })).status).toBe(200);
      const target = `${USERS}?apikey=${token}`;
      expect((await rig.ask('GET', target, { token: null })).status).toBe(200);
    }
  });

  test('is told which path or method is unknown', async () => {
    for (const [method, path] of [
      ['GET', '/api/v2/nothing'],
      ['DELETE', USERS],
      ['GET', '/'],
    ] as const) {
      const { status, body } = await rig.ask(method, path);
      expect([status, body.error.code]).toEqual([404, 404]);
    }
  });

  test('learns Dialpad’s time from each answer', async () => {
    await rig.clock.advance(5_000);
    const { headers } = await fetch(rig.url + USERS);
    expect(Date.parse(headers.get('date') ?? '')).toBe(rig.clock.now());
  });
});

describe('how often', () => {
  test('is twenty times a second over everything', async () => {
    const statuses = [];
    for (let count = 0; count < 21; count += 1) {
      const path = count % 2 === 0 ? USERS : '/api/v2/offices';
      statuses.push((await rig.ask('GET', path)).status);
    }
    expect(statuses).toEqual([...Array(20).fill(200), 429]);
    await rig.clock.advance(1_000);
    expect((await rig.ask('GET', USERS)).status).toBe(200);
  });

  test('is ten times a minute for one call, without a word on when to come back', async () => {
    for (let count = 0; count < 10; count += 1) {
      expect((await rig.ask('GET', `/api/v2/call/${count}`)).status).toBe(404);
    }
    const headers = { authorization: `Bearer ${rig.apiKey}` };
    const refused = await fetch(`${rig.url}/api/v2/call/1`, { headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    const { error } = (await refused.json()) as { error: { errors: [{ reason: string }] } };
    expect(error.errors[0].reason).toBe('rateLimitExceeded');
    await rig.clock.advance(60_000);
    expect((await rig.ask('GET', '/api/v2/call/1')).status).toBe(404);
  });

  test('is no question for what has no token, or is the stand-in’s own', async () => {
    for (let count = 0; count < 25; count += 1) {
      expect((await rig.ask('GET', USERS, { token: null })).status).toBe(401);
      expect((await rig.ask('GET', '/simulator/scenarios')).status).toBe(200);
    }
    expect((await rig.ask('GET', USERS)).status).toBe(200);
  });
});
