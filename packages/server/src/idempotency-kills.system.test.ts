import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask, type Reply } from './testing/ask.test.support.ts';
import { dumpTables } from './testing/dump-tables.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { seededRandom } from './testing/seeded-random.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';

/** `anywhere` is some milliseconds after the request, wherever the server then is. */
const POINTS = ['before-once', 'in-once', 'after-once', 'anywhere'] as const;
const MOMENTS = [...POINTS, ...POINTS, 'anywhere'] as const;
const LATEST_MS = 200;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

interface Killed {
  readonly point: (typeof POINTS)[number];
  readonly key: string;
  readonly name: string;
  /** Null when the connection was cut before there was one. */
  readonly answer: Reply | null;
}

const create = (server: TestServer, { key, name }: Pick<Killed, 'key' | 'name'>): Promise<Reply> =>
  ask(`${server.url}/internal/apps`, { body: { name }, headers: { 'idempotency-key': key } });

test('a request in whose middle the server is killed is done once, when it is sent again', async () => {
  const random = seededRandom(422);
  const killed: Killed[] = [];
  for (const [nth, point] of random.shuffled(MOMENTS).entries()) {
    const creation = { key: `request ${nth}`, name: `Killed ${point} ${nth}` };
    const isFaulty = point !== 'anywhere';
    const server = await stage.start({ isFaulty, environment: { CTI_FAULT: `${point}:1` } });
    const answered = create(server, creation).catch(() => null);
    if (!isFaulty) {
      await delay(random.below(LATEST_MS));
      server.kill('SIGKILL');
    }
    const answer = await answered;
    expect({ point, signal: (await server.exit).signal }).toEqual({ point, signal: 'SIGKILL' });
    if (isFaulty) expect({ point, answer }).toEqual({ point, answer: null });
    killed.push({ point, ...creation, answer });
  }

  const server = await stage.start();
  const appIdOf = async (name: string) => {
    const apps = await server.client.list('/internal/apps', 'operator');
    return apps.filter((app) => app['name'] === name).map((app) => app['app_id']);
  };
  const apiKeys: string[] = [];
  for (const { point, answer, ...creation } of killed) {
    const before = await appIdOf(creation.name);
    if (point !== 'anywhere') {
      // Its work is there when it was committed, and not in part when it was not.
      expect({ point, made: before.length }).toEqual({
        point,
        made: point === 'after-once' ? 1 : 0,
      });
    }
    const reply = await create(server, creation);
    expect(reply.status).toBe(201);
    if (answer !== null) expect(reply.body).toEqual(answer.body);
    const appId = String(reply.body['app_id']);
    if (before.length > 0) expect(before).toEqual([appId]);
    expect(await appIdOf(creation.name)).toEqual([appId]);
    expect((await create(server, creation)).body).toEqual(reply.body);

    const apiKey = String(reply.body['api_key']);
    expect((await ask(`${server.url}/api/calls`, { apiKey })).status).toBe(200);
    const keys = await server.client.list(`/internal/apps/${appId}/api-key/status`, 'operator');
    expect(keys.map((key) => [key['state'], key['key_id']])).toEqual([
      ['active', apiKey.slice('raw_'.length, 'raw_000000000000'.length)],
    ]);
    const acts = await server.client.list(`/internal/audit?app_id=${appId}`, 'operator');
    expect(acts.map(({ action }) => action)).toEqual(['api-key.created', 'app.created']);
    apiKeys.push(apiKey);
  }

  const apps = await server.client.list('/internal/apps', 'operator');
  expect(apps).toHaveLength(MOMENTS.length);
  expect(new Set(apiKeys).size).toBe(MOMENTS.length);
  const bytes = await dumpTables(stage);
  expect(bytes.includes('Killed in-once')).toBe(true);
  for (const apiKey of apiKeys) expect(bytes.includes(apiKey)).toBe(false);
});
