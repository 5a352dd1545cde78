import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Row } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { checkSetUp } from './testing/check-set-up.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { type DialpadStage, openDialpadStage } from './testing/open-dialpad-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';

const KINDS = ['call', 'sms', 'agent_status'];
const LANES = 3;

let dialpad: DialpadStage;
/** Two that are never killed. */
let steady: TestServer;
let other: TestServer;
/** What `steady` sees. */
let seen: ReturnType<typeof checkSetUp>;
/** So that many starts take the time of few. */
let NODE_COMPILE_CACHE: string;
beforeAll(async () => {
  // It is asked as much here as it would be in an hour.
  dialpad = await openDialpadStage({ hasLimits: false });
  NODE_COMPILE_CACHE = join(dialpad.stage.folder, 'compiled');
  // The end of a process writes it.
  const first = await dialpad.start({ isFaulty: true, environment: { NODE_COMPILE_CACHE } });
  await first.stop();
  [steady, other] = await Promise.all([dialpad.start(), dialpad.start()]);
  seen = checkSetUp(dialpad.simulator, steady);
});
afterAll(() => dialpad.close());

interface Creation {
  readonly appId: string;
  /** Null: without. */
  readonly key: string | null;
}

const hookPath = (hookId: string) => `/internal/webhooks/${hookId}`;
const remove = (server: TestServer, hookId: string): Promise<Reply> =>
  ask(server.url + hookPath(hookId), { method: 'DELETE' });

const rotate = (server: TestServer, hookId: string): Promise<Reply> =>
  ask(`${server.url}${hookPath(hookId)}/rotate-secret`, { body: {} });

function create({ url }: TestServer, { appId, key }: Creation): Promise<Reply> {
  const headers = key === null ? {} : { 'idempotency-key': key };
  return ask(`${url}/internal/webhooks/create?app_id=${appId}`, { body: {}, headers });
}

async function createApp(): Promise<string> {
  const { body } = await ask(`${steady.url}/internal/apps`, { body: { name: 'Killed' } });
  return String(body['app_id']);
}

async function createHook(): Promise<{ readonly appId: string; readonly hookId: string }> {
  const appId = await createApp();
  const { status, body } = await create(steady, { appId, key: null });
  expect(status).toBe(201);
  return { appId, hookId: String(body['hook_id']) };
}

type Life = 'create' | 'rotate' | 'remove';

interface Cut {
  /** Null: it was not killed. */
  readonly during: Life | null;
  /** What was answered before, if anything. */
  readonly hookId: string | null;
}

/** A webhook set up, given another secret and removed, by a server that is killed at that step of it. */
async function liveUntil(nth: number, creation: Creation): Promise<Cut> {
  const environment = { CTI_FAULT: `set-up:${nth}`, NODE_COMPILE_CACHE };
  const server = await dialpad.start({ isFaulty: true, isReachable: false, environment });
  const dead = async (during: Life, hookId: string | null): Promise<Cut> => {
    expect((await server.exit).signal).toBe('SIGKILL');
    return { during, hookId };
  };
  const created = await create(server, creation).catch(() => null);
  if (created === null) return dead('create', null);
  const hookId = String(created.body['hook_id']);
  if ((await rotate(server, hookId).catch(() => null)) === null) return dead('rotate', hookId);
  if ((await remove(server, hookId).catch(() => null)) === null) return dead('remove', hookId);
  await server.stop();
  return { during: null, hookId };
}

// As many servers as steps: on a busy machine that takes its time.
const LIMIT = { timeout: 300_000 };

test(
  'a server may be killed at any step: what it was asked for is finished when it is asked for again',
  LIMIT,
  async () => {
    const kills = { create: 0, rotate: 0, remove: 0 };
    const left = new Set<string>();
    let isPast = false;
    function* steps(): Generator<number> {
      for (let nth = 1; !isPast; nth += 1) yield nth;
    }
    await inLanes(LANES, steps(), async (nth) => {
      const key = nth % 3 === 0 ? randomUUID() : null;
      const creation = { appId: await createApp(), key };
      const cut = await liveUntil(nth, creation);
      const before = await seen.onlyHook(creation.appId);
      if (cut.during === null) isPast = true;
      else {
        kills[cut.during] += 1;
        left.add(`${cut.during}: ${seen.leftOf(before)}`);
      }
      // Each asks Dialpad for no more than 20 things a second.
      const server = nth % 2 === 0 ? steady : other;
      const hookId = await finish(server, { ...creation, ...cut, before });
      await seen.expectGone(hookId);
      const rotated = (await seen.acts(creation.appId)).filter((act) => act === ROTATED).length;
      // One that was cut off is begun anew, unless Dialpad may not have heard of it.
      expect(rotated).toBeLessThanOrEqual(cut.during === 'rotate' ? 2 : 1);
    });

    // All that it must come through, each with what Dialpad had by then.
    expect([...left].toSorted()).toEqual([
      'create: nothing',
      'create: pending at Dialpad 1+0',
      'create: pending at Dialpad 1+1',
      'create: pending at Dialpad 1+2',
      'create: pending at Dialpad 1+3',
      'create: pending, unknown 0+0',
      'create: pending, unknown 1+0',
      'create: registered at Dialpad 1+3',
      'remove: deleting at Dialpad 0+0',
      'remove: deleting at Dialpad 1+0',
      'remove: deleting at Dialpad 1+1',
      'remove: deleting at Dialpad 1+2',
      'remove: deleting at Dialpad 1+3',
      'remove: nothing',
      'remove: registered at Dialpad 1+3',
      'rotate: registered at Dialpad 1+3',
    ]);
    expect(kills.create).toBeGreaterThan(9);
    expect(kills.rotate).toBeGreaterThan(3);
    expect(kills.remove).toBeGreaterThan(6);
    expect(dialpad.simulator.setUp()).toEqual({ webhooks: [], subscriptions: [] });
  },
);

const ROTATED = 'webhook.secret-rotated';

interface Unfinished extends Creation, Cut {
  /** The webhook as it was left; null: there was none. */
  readonly before: Row | null;
}

/** Asks another server for the same again, and then for the rest; which webhook it was. */
async function finish(server: TestServer, unfinished: Unfinished): Promise<string> {
  const { appId, key, during, before } = unfinished;
  const looks = checkSetUp(dialpad.simulator, server);
  if (during === 'create') {
    const again = await create(server, unfinished);
    expect(again.status).toBe(before === null ? 201 : 200);
    const hookId = await looks.expectInOrder(appId, again);
    expect(before?.['hook_id'] ?? hookId).toBe(hookId);
    expect(await seen.acts(appId)).toEqual(['webhook.created', 'webhook.registered']);
    if (key !== null) expect((await create(server, unfinished)).body).toEqual(again.body);
    expect((await remove(server, hookId)).status).toBe(200);
    return hookId;
  }
  const hookId = String(unfinished.hookId);
  if (during === 'rotate') {
    expect((await rotate(server, hookId)).status).toBe(200);
    expect(await looks.driftOf(hookId)).toEqual([]);
  }
  expect((await remove(server, hookId)).status).toBe(before === null ? 404 : 200);
  expect((await seen.acts(appId)).filter((act) => act !== ROTATED)).toEqual([
    'webhook.created',
    'webhook.registered',
    'webhook.deleted',
  ]);
  return hookId;
}

test('a removal that was cut off is finished by the next set-up, which makes another', async () => {
  const { appId, hookId } = await createHook();
  dialpad.simulator.misbehave({
    method: 'DELETE',
    path: '/api/v2/webhooks',
    answer: { kind: 'status', status: 400, body: '{}' },
  });
  expect((await remove(steady, hookId)).status).toBe(502);
  expect(seen.leftOf(await seen.onlyHook(appId))).toBe('deleting at Dialpad 1+0');
  const again = await create(steady, { appId, key: null });
  expect(again.status).toBe(201);
  const next = await seen.expectInOrder(appId, again);
  expect(next).not.toBe(hookId);
  await seen.expectGone(hookId);
  expect((await remove(steady, next)).status).toBe(200);
});

test.each([
  ['without a key', null],
  ['with one key', randomUUID()],
])('eight set-ups at once in two processes make one, %s', async (_how, key) => {
  const appId = await createApp();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, nth) => create(nth % 2 === 0 ? steady : other, { appId, key })),
  );
  const [first] = answers;
  if (first === undefined) throw new Error('nothing was answered');
  const isSame = ({ body }: Reply) => body['hook_id'] === first.body['hook_id'];
  expect(answers.every(isSame)).toBe(true);
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => b - a);
  expect(statuses).toEqual(key === null ? [201, ...Array(7).fill(200)] : Array(8).fill(201));
  const hookId = await seen.expectInOrder(appId, first);
  expect(await seen.acts(appId)).toEqual(['webhook.created', 'webhook.registered']);
  expect((await remove(other, hookId)).status).toBe(200);
  await seen.expectGone(hookId);
});

test('a set-up that hears nothing of what it made looks before it makes more', async () => {
  const paths = ['webhooks', ...KINDS.map((kind) => `subscriptions/${kind}`)];
  for (const path of paths) {
    dialpad.simulator.misbehave({
      method: 'POST',
      path: `/api/v2/${path}`,
      answer: { kind: 'reset', afterWork: true },
    });
  }
  const appId = await createApp();
  const made = await create(steady, { appId, key: null });
  expect(made.status).toBe(201);
  const hookId = await seen.expectInOrder(appId, made);
  expect((await remove(steady, hookId)).status).toBe(200);
});
