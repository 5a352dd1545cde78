import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  paginationOf,
  type Rig,
  type Tenant,
} from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let rig: Rig;
let mine: Tenant;
let foreign: Tenant;
let walksAsked = 0;

beforeAll(async () => {
  rig = await openRig(() => ({
    onBackfill() {
      walksAsked += 1;
    },
  }));
  mine = await rig.createTenant('Mine');
  foreign = await rig.createTenant('Foreign');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const pathOf = ({ appId }: Pick<Tenant, 'appId'>, rest = '') =>
  `/internal/apps/${appId}/backfills${rest}`;
const create = (tenant: Pick<Tenant, 'appId'>, body: object) => rig.operator(pathOf(tenant), body);
const created = async (tenant: Tenant, body: object) =>
  (await jsonOf(await create(tenant, body)))['data'] as Json;
const rowsOf = async (path: string) => (await jsonOf(await rig.operator(path)))['data'] as Json[];

describe('a backfill', () => {
  test('is queued, and somebody is told', async () => {
    const asked = walksAsked;
    const [from, to] = [ago(2 * DAY_MS), ago(DAY_MS)];
    const answer = await create(mine, { from, to });
    expect(answer.status).toBe(201);
    expect(await jsonOf(answer)).toEqual({
      success: true,
      data: {
        id: expect.any(String),
        app_id: mine.appId,
        reason: 'operator',
        from,
        to,
        state: 'queued',
        progress: 0,
        reached: to,
        listed: 0,
        recovered: 0,
        error: null,
        created_at: expect.any(String),
        finished_at: null,
      },
      message: expect.any(String),
    });
    expect(walksAsked).toBe(asked + 1);
    const [entry] = await rowsOf(`/internal/audit?app_id=${mine.appId}&limit=1`);
    expect(entry).toMatchObject({ action: 'backfill.requested', actor: 'operator' });
  });

  test('takes times with any offset', async () => {
    const to = new Date(Date.now() - DAY_MS);
    const local = new Date(to.getTime() + 2 * HOUR_MS).toISOString().replace('Z', '+02:00');
    const { to: kept } = await created(mine, { from: ago(2 * DAY_MS), to: local });
    expect(kept).toBe(to.toISOString());
  });

  test('says how far it has come', async () => {
    const app = await rig.createTenant('Walking');
    const to = Date.now() - DAY_MS;
    const from = to - 4 * HOUR_MS;
    const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { id } = await created(app, window);
    const { reconciliationStore: store } = rig.storage;
    const take = async () => (await store.takeBackfill(60_000))._unsafeUnwrap() ?? expect.fail();
    // Those of the tests before stand in front of it.
    let held = await take();
    while (held.id !== id) {
      await store.endBackfill(held, { kind: 'done' });
      held = await take();
    }
    await store.noteProgress(held, { reached: to - HOUR_MS, listed: 7, recovered: 2 }, 60_000);
    const shown = async () =>
      (await jsonOf(await rig.operator(pathOf(app, `/${String(id)}`))))['data'];
    expect(await shown()).toMatchObject({
      state: 'running',
      progress: 0.25,
      reached: new Date(to - HOUR_MS).toISOString(),
      listed: 7,
      recovered: 2,
    });
    await store.endBackfill(held, { kind: 'done' });
    expect(await shown()).toMatchObject({ state: 'done', progress: 1, error: null });
  });

  test('is listed with those of its app, the newest first, page by page', async () => {
    const app = await rig.createTenant('Listing');
    for (const days of [4, 3, 2]) {
      await created(app, { from: ago((days + 1) * DAY_MS), to: ago(days * DAY_MS) });
    }
    const all = await rowsOf(pathOf(app));
    expect(all.map((row) => row['from'])).toEqual(
      all
        .map((row) => String(row['from']))
        .toSorted()
        .reverse(),
    );
    const page = await jsonOf(await rig.operator(pathOf(app, '?limit=2&count=true')));
    const { next_cursor: cursor, total } = paginationOf(page);
    const rest = await rowsOf(pathOf(app, `?limit=2&cursor=${cursor}`));
    expect([...(page['data'] as Json[]), ...rest]).toEqual(all);
    expect([all.length, total]).toEqual([3, 3]);
  });

  test('of another app is not there, like one that nobody has', async () => {
    const { id } = await created(mine, { from: ago(DAY_MS), to: ago(HOUR_MS) });
    for (const path of [
      pathOf(foreign, `/${String(id)}`),
      pathOf(mine, `/${NOBODY}`),
      pathOf(mine, '/x'),
      pathOf({ appId: NOBODY }, `/${String(id)}`),
      pathOf({ appId: NOBODY }),
    ]) {
      expect(await refusal(await rig.operator(path))).toEqual([404, 'not-found']);
    }
    const asked = walksAsked;
    const nobodys = await create({ appId: NOBODY }, { from: ago(DAY_MS), to: ago(HOUR_MS) });
    expect(await refusal(nobodys)).toEqual([404, 'not-found']);
    expect(walksAsked).toBe(asked);
  });

  test.each<[string, () => object, readonly string[]]>([
    ['nothing', () => ({}), ['/body/from', '/body/to']],
    ['no time', () => ({ from: 'now', to: ago(0) }), ['/body/from']],
    ['a number', () => ({ from: 1, to: ago(0) }), ['/body/from']],
    ['no offset', () => ({ from: '2026-09-01T00:00:00', to: ago(0) }), ['/body/from']],
    ['an end before', () => ({ from: ago(HOUR_MS), to: ago(2 * HOUR_MS) }), ['/body/to']],
    [
      'no length',
      () => ({ from: '2026-09-01T00:00:00Z', to: '2026-09-01T02:00:00+02:00' }),
      ['/body/to'],
    ],
    ['the future', () => ({ from: ago(HOUR_MS), to: ago(-HOUR_MS) }), ['/body/to']],
    ['two years', () => ({ from: ago(730 * DAY_MS), to: ago(0) }), ['/body/from']],
    ['a reason', () => ({ from: ago(DAY_MS), to: ago(0), reason: 'gap' }), ['/body/reason']],
  ])('is not made of %s', async (_, body, pointers) => {
    const answer = await create(mine, body());
    expect(await refusal(answer)).toEqual([400, 'request-invalid', ...pointers]);
  });
});

describe('the ledger', () => {
  const ledger = ({ appId }: Pick<Tenant, 'appId'>, query = '') =>
    rig.operator(`/internal/apps/${appId}/ledger${query}`);

  test('says of each hour what came, for a day unless another time is asked for', async () => {
    const app = await rig.createTenant('Counted');
    const event = { call_id: 900, state: 'calling', event_timestamp: Date.now() };
    await rig.deliver(app, event);
    await rig.deliver(app, event);
    const answer = await jsonOf(await ledger(app));
    expect(Date.parse(String(answer['to'])) - Date.parse(String(answer['from']))).toBe(DAY_MS);
    const hours = answer['data'] as Json[];
    expect(hours).toMatchObject([
      { received: 1, duplicates: 1, recovered: 0, inferred: 0, unexplained: [] },
    ]);
    const before = `?from=${ago(3 * DAY_MS)}&to=${ago(2 * DAY_MS)}`;
    expect((await jsonOf(await ledger(app, before)))['data']).toEqual([]);
    expect(JSON.stringify((await jsonOf(await ledger(foreign)))['data'])).not.toContain(
      '"received":1',
    );
  });

  test('names the calls that are not explained', async () => {
    const app = await rig.createTenant('Unexplained');
    const startedAt = Date.now() - 2 * HOUR_MS;
    const window = { from: startedAt - HOUR_MS, to: startedAt + HOUR_MS };
    await rig.storage.reconciliationStore.putUnexplained(app.appId, window, [
      { dialpadCallId: '901', reason: 'not-listed', startedAt },
    ]);
    expect((await jsonOf(await ledger(app)))['data']).toMatchObject([
      { unexplained: [{ dialpad_call_id: '901', reason: 'not-listed' }] },
    ]);
  });

  test('is of an app that is there', async () => {
    expect(await refusal(await ledger({ appId: NOBODY }))).toEqual([404, 'not-found']);
  });

  test.each([
    [() => '?from=x', '/query/from'],
    [() => `?to=${ago(DAY_MS)}&from=${ago(HOUR_MS)}`, '/query/from'],
    [() => `?from=${ago(32 * DAY_MS)}`, '/query/from'],
    [() => '?to=x', '/query/to'],
  ])('has no window %#', async (query, pointer) => {
    expect(await refusal(await ledger(mine, query()))).toEqual([400, 'request-invalid', pointer]);
  });
});
