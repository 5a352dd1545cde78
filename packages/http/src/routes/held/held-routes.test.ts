import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callEvent, type Desk, openDesk } from '../../test-rig/open-desk.test.support.ts';
import {
  type Json,
  jsonOf,
  paginationOf,
  type Tenant,
} from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
  expect(desk.faults).toEqual([]);
});

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** What the three places have in common is checked in each of them, with three things in it. */
const PLACES = [
  {
    path: '/internal/dead-letters',
    state: 'dead',
    reason: 'failed',
    otherReason: 'crashed',
    foreignReason: 'unrouted',
    fill: (payloads: readonly unknown[]) => desk.makeDead(desk.mine, payloads),
    hookOf: ({ hookPath }: Tenant) => hookPath.split('/').at(-1),
    purged: 'dead-letter.purged',
  },
  {
    path: '/internal/quarantine',
    state: 'quarantined',
    reason: 'signature-refused',
    otherReason: 'payload-not-json',
    foreignReason: 'failed',
    fill: (payloads: readonly unknown[]) => desk.makeRefused(desk.mine, payloads),
    hookOf: ({ hookPath }: Tenant) => hookPath.split('/').at(-1),
    purged: 'quarantine.purged',
  },
  {
    path: '/internal/unrouted',
    state: 'unrouted',
    reason: 'unrouted',
    otherReason: null,
    foreignReason: 'crashed',
    fill: (payloads: readonly unknown[]) => desk.makeUnrouted(payloads),
    hookOf: () => 'default',
    purged: 'unrouted.purged',
  },
] as const;

for (const place of PLACES) {
  const { path, state, reason } = place;
  const purge = async (body: object) => jsonOf(await desk.operator(`${path}/purge`, body));
  const remove = (id: unknown) =>
    desk.operator(`${path}/${String(id)}`, undefined, { method: 'DELETE' });
  const idsOf = (rows: readonly Json[]) => rows.map((row) => row['id']);

  describe(path, () => {
    beforeEach(async () => {
      await desk.deliver(desk.mine, callEvent(100));
      await desk.processAll();
      await place.fill([callEvent(1), callEvent(2), callEvent(3)]);
    });

    test('lists what is in this state, the newest first, page by page', async () => {
      const rows = await desk.rows(path);
      expect(rows).toHaveLength(3);
      expect(rows.every((row) => row['state'] === state && row['reason'] === reason)).toBe(true);
      expect(idsOf(rows)).toEqual(idsOf(rows).map(String).toSorted().toReversed());
      expect(await desk.rows(`/internal/events?state=${state}`)).toEqual(rows);
      const page = await desk.read(`${path}?limit=2&count=true`);
      const { next_cursor: cursor, total } = paginationOf(page);
      expect(total).toBe(3);
      const all = [...(page['data'] as Json[]), ...(await desk.rows(`${path}?cursor=${cursor}`))];
      expect(all).toEqual(rows);
    });

    test('narrows its list by every filter', async () => {
      const hookId = place.hookOf(desk.mine);
      const [row] = await desk.rows(path);
      for (const filter of [
        `reason=${reason}`,
        `hook_id=${hookId}`,
        `kind=${String(row?.['kind'])}`,
        'received_after=2020-01-01T00:00:00Z',
        'received_before=2999-01-01T00:00:00Z',
        ...(row?.['app_id'] === null ? [] : [`app_id=${desk.mine.appId}`]),
      ]) {
        expect(await desk.rows(`${path}?${filter}`)).toHaveLength(3);
      }
      for (const filter of [
        `app_id=${desk.foreign.appId}`,
        `hook_id=${'x'.repeat(22)}`,
        'kind=contact',
        'received_after=2999-01-01T00:00:00Z',
        'received_before=2020-01-01T00:00:00Z',
        ...(place.otherReason === null ? [] : [`reason=${place.otherReason}`]),
      ]) {
        expect(await desk.rows(`${path}?${filter}`)).toEqual([]);
      }
    });

    test('shows a payload only when it is asked for, and that leaves a trace', async () => {
      const [row] = await desk.rows(path);
      const id = String(row?.['id']);
      expect(await desk.read(`${path}/${id}`)).toEqual({ success: true, data: row });
      expect(await desk.read(`${path}/${id}?payload=false`)).toEqual({ success: true, data: row });
      expect(await desk.acts()).toEqual([]);
      const shown = await desk.read(`${path}/${id}?payload=true`);
      expect(shown['data']).toEqual({ ...row, payload: { text: expect.any(String) } });
      expect(await desk.read(`/internal/events/${id}?payload=true`)).toEqual(shown);
      expect(await desk.acts()).toMatchObject([
        { action: 'event.payload-shown', subject_id: id, count: 1 },
        { action: 'event.payload-shown', subject_id: id, count: 1 },
      ]);
    });

    test('has nothing that is in another state, not even to be shown', async () => {
      const [done] = await desk.rows('/internal/events?state=done');
      for (const id of [done?.['id'], NOBODY, 'x', '%00', '1']) {
        for (const answer of [
          desk.operator(`${path}/${String(id)}`),
          desk.operator(`${path}/${String(id)}?payload=true`),
          remove(id),
        ]) {
          expect(await refusal(await answer)).toEqual([404, 'not-found']);
        }
      }
      expect(await desk.acts()).toEqual([]);
      expect(await desk.rows('/internal/events?state=done')).toEqual([done]);
    });

    test('deletes one, once', async () => {
      const [row, ...others] = await desk.rows(path);
      const answer = await remove(row?.['id']);
      expect(answer.status).toBe(200);
      expect(await jsonOf(answer)).toEqual({
        success: true,
        dry_run: false,
        count: 1,
        next: null,
        message: '1 purged.',
      });
      expect(await desk.rows(path)).toEqual(others);
      expect(await refusal(await remove(row?.['id']))).toEqual([404, 'not-found']);
      expect(await desk.acts()).toMatchObject([
        { action: place.purged, subject_id: row?.['id'], count: 1 },
      ]);
    });

    test('counts what would be deleted, and changes nothing', async () => {
      const rows = await desk.rows(path);
      const foreseen = { success: true, dry_run: true, next: null };
      expect(await purge({ all: true, dry_run: true, limit: 1 })).toEqual({
        ...foreseen,
        count: 3,
        message: '3 would be purged.',
      });
      expect(await purge({ ids: [rows[0]?.['id'], NOBODY], dry_run: true })).toMatchObject({
        count: 1,
      });
      expect(await purge({ received_before: '2020-01-01T00:00:00Z', dry_run: true })).toMatchObject(
        { count: 0 },
      );
      expect(await desk.rows(path)).toEqual(rows);
      expect(await desk.acts()).toEqual([]);
    });

    test('deletes what is named, and nothing else', async () => {
      const [newest, middle, oldest] = await desk.rows(path);
      const none = await purge({ ids: [NOBODY] });
      expect(none).toMatchObject({ dry_run: false, count: 0, next: null });
      expect(await desk.acts()).toEqual([]);
      await purge({ ids: [oldest?.['id'], newest?.['id']], reason });
      expect(await desk.rows(path)).toEqual([middle]);
      expect(await desk.rows('/internal/events?state=done')).toHaveLength(1);
      expect(await desk.acts()).toMatchObject([{ action: place.purged, count: 2 }]);
    });

    test('deletes slice by slice, in the order of ids', async () => {
      const oldestFirst = (await desk.rows(path)).reverse();
      const first = await purge({ reason, limit: 2 });
      expect(first).toMatchObject({ count: 2, next: oldestFirst[1]?.['id'] });
      expect(first['message']).toContain('after');
      expect(await desk.rows(path)).toEqual([oldestFirst[2]]);
      const last = await purge({ reason, limit: 2, after: first['next'] });
      expect(last).toMatchObject({ count: 1, next: null });
      expect(await desk.rows(path)).toEqual([]);
    });

    test.each([
      [{}, '/body'],
      [{ limit: 5, dry_run: true }, '/body'],
      [{ after: NOBODY }, '/body'],
      [{ all: false }, '/body/all'],
      [{ all: 'true' }, '/body/all'],
      [{ ids: [] }, '/body/ids'],
      [{ ids: 'x' }, '/body/ids'],
      [{ ids: [NOBODY, 'x'] }, '/body/ids/1'],
      [{ app_id: 'x' }, '/body/app_id'],
      [{ kind: 'calls' }, '/body/kind'],
      [{ reason: 'because' }, '/body/reason'],
      [{ reason: place.foreignReason }, '/body/reason'],
      [{ hook_id: 'a b' }, '/body/hook_id'],
      [{ received_after: 'yesterday' }, '/body/received_after'],
      [{ received_before: 0 }, '/body/received_before'],
      [{ all: true, limit: 0 }, '/body/limit'],
      [{ all: true, limit: 1_001 }, '/body/limit'],
      [{ all: true, limit: '5' }, '/body/limit'],
      [{ all: true, after: 'x' }, '/body/after'],
      [{ all: true, dry_run: 'yes' }, '/body/dry_run'],
      [{ all: true, state: 'done' }, '/body/state'],
    ])('refuses to delete by %j', async (body, pointer) => {
      const answer = await desk.operator(`${path}/purge`, body);
      expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
      expect(await desk.rows(path)).toHaveLength(3);
    });

    test('refuses to delete by more ids than it takes at once', async () => {
      const ids = Array.from({ length: 1_001 }, () => NOBODY);
      const answer = await desk.operator(`${path}/purge`, { ids });
      expect(await refusal(answer)).toEqual([400, 'request-invalid', '/body/ids']);
      expect(await purge({ ids: ids.slice(1) })).toMatchObject({ count: 0 });
    });

    test.each([
      ['?state=done', '/query/state'],
      [`?reason=${place.foreignReason}`, '/query/reason'],
      ['?kind=x', '/query/kind'],
      ['?hook_id=a%20b', '/query/hook_id'],
      ['?received_after=now', '/query/received_after'],
      ['?all=true', '/query/all'],
      [`/${NOBODY}?payload=1`, '/query/payload'],
      [`/${NOBODY}?payload=`, '/query/payload'],
    ])('cannot be read with %s', async (rest, pointer) => {
      const answer = await desk.operator(`${path}${rest}`);
      expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
    });
  });
}
