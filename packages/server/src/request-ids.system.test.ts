import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { type LogRecord, logRecords } from './testing/log-records.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const BURST = 300;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let stage: Stage;
let server: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.start({ environment: { RATE_LIMIT_PER_KEY: '1000000' } });
  tenant = await server.client.createTenant('Request ids');
});
afterAll(() => stage.close());

const requestLines = (): readonly LogRecord[] =>
  logRecords(server.output()).filter(({ msg }) => msg === 'request');

async function linesOf(requestId: string): Promise<readonly LogRecord[]> {
  const lines = () => requestLines().filter((line) => line['requestId'] === requestId);
  await waitFor(`the line of ${requestId}`, () => lines().length > 0);
  return lines();
}

const get = (path: string, requestId?: string): Promise<Reply> =>
  ask(server.url + path, {
    apiKey: tenant.apiKey,
    headers: requestId === undefined ? {} : { 'x-request-id': requestId },
  });

test.each([
  ['/api/calls', 200, '/api/calls'],
  ['/api/calls?limit=x', 400, '/api/calls'],
  ['/api/calls/1', 404, '/api/calls/:id'],
  ['/internal/apps', 401, '/internal/apps'],
  ['/nowhere', 404, null],
])('the id that a caller gives is in all that is said of %s: %i', async (path, status, route) => {
  const requestId = `caller-${randomUUID()}`;
  const { headers, body, ...answer } = await get(path, requestId);
  expect(answer.status).toBe(status);
  expect(headers.get('x-request-id')).toBe(requestId);
  expect(body['instance']).toBe(status === 200 ? undefined : requestId);
  const [line, ...others] = await linesOf(requestId);
  expect(others).toEqual([]);
  expect(line).toMatchObject({ method: 'GET', status, durationMs: expect.any(Number) });
  expect(line?.['route'] ?? null).toBe(route);
});

test.each(['short', 'x'.repeat(65), 'with a blank in it', 'quote"d-request', 'comma,separated'])(
  'an id like %s is not taken, nor is none: then we make one',
  async (given) => {
    for (const requestId of [given, undefined]) {
      const { headers, body } = await get('/api/calls/1', requestId);
      const made = headers.get('x-request-id') ?? '';
      expect(made).toMatch(UUID);
      expect(body['instance']).toBe(made);
      expect(await linesOf(made)).toHaveLength(1);
    }
  },
);

test('an act of an operator is in the audit log under its id', async () => {
  const requestId = `caller-${randomUUID()}`;
  const question = { headers: { 'x-request-id': requestId }, body: { name: 'Audited' } };
  expect((await ask(`${server.url}/internal/apps`, question)).status).toBe(201);
  const entries = await server.client.list('/internal/audit', 'operator');
  const own = entries.filter((entry) => entry['request_id'] === requestId);
  // An app comes with its first key.
  expect(own.map(({ action }) => action)).toEqual(['api-key.created', 'app.created']);
});

test('when it is busy good answers are left out and counted, and a bad one has its line', async () => {
  const isGood = (line: LogRecord): boolean =>
    line['route'] === '/api/calls' && line['status'] === 200;
  const counted = (): number =>
    requestLines()
      .filter(isGood)
      .reduce((sum, { leftOut }) => sum + 1 + (typeof leftOut === 'number' ? leftOut : 0), 0);
  const before = counted();
  const burst = Array.from({ length: BURST }, () => '/api/calls');
  await inLanes(20, burst, async (path) => void (await get(path)));
  const requestId = `caller-${randomUUID()}`;
  await get('/api/calls/1', requestId);
  expect(await linesOf(requestId)).toHaveLength(1);
  expect(counted() - before).toBeLessThan(BURST);

  let asked = BURST;
  await waitFor('the count of those left out', async () => {
    await get('/api/calls');
    asked += 1;
    // So slowly that none of these is left out as well.
    await delay(100);
    return counted() - before === asked;
  });
});
