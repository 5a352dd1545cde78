import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { callEvent, type Desk, openDesk } from '../../test-rig/open-desk.test.support.ts';
import { jsonOf } from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

const PATH = '/internal/dead-letters';
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  await desk.makeDead(desk.mine, [callEvent(1), callEvent(2)]);
  await desk.makeDead(desk.foreign, [callEvent(3)]);
});
afterEach(async () => {
  await desk.close();
  expect(desk.faults).toEqual([]);
});

const replay = async (body: object) => jsonOf(await desk.operator(`${PATH}/replay`, body));
const replayOne = (id: unknown) => desk.operator(`${PATH}/${String(id)}/replay`, {});

describe('a dead letter', () => {
  test('is an event like any other once it is replayed, and only once', async () => {
    const [newest] = await desk.rows(PATH);
    const answer = await replayOne(newest?.['id']);
    expect([answer.status, await jsonOf(answer)]).toEqual([
      200,
      { success: true, dry_run: false, count: 1, next: null, message: '1 replayed.' },
    ]);
    const event = await desk.read(`/internal/events/${String(newest?.['id'])}`);
    expect(event['data']).toMatchObject({ state: 'pending', attempts: 0, reason: null });
    expect(await refusal(await replayOne(newest?.['id']))).toEqual([404, 'not-found']);
    await desk.processAll();
    const calls = await jsonOf(await desk.api(desk.foreign, '/api/calls'));
    expect(calls['data']).toMatchObject([{ dialpad_call_id: '3' }]);
    expect(await desk.acts()).toMatchObject([
      {
        action: 'dead-letter.replayed',
        app_id: desk.foreign.appId,
        subject_id: newest?.['id'],
        count: 1,
      },
    ]);
  });

  test('is replayed with others of its app, slice by slice', async () => {
    const body = { app_id: desk.mine.appId, limit: 1 };
    const first = await replay(body);
    expect(first).toMatchObject({ count: 1, next: expect.any(String) });
    const second = await replay({ ...body, after: first['next'] });
    expect(second).toMatchObject({ count: 1, message: expect.stringContaining('1 replayed.') });
    expect(await desk.rows(PATH)).toMatchObject([{ app_id: desk.foreign.appId }]);
    const queue = await desk.read('/internal/queue');
    expect(queue['data']).toMatchObject({ pending: 2, retrying: 0, dead: 1 });
  });

  test('stays where it is in a dry run', async () => {
    const before = await desk.rows(PATH);
    const foreseen = await replay({ reason: 'failed', dry_run: true });
    expect(foreseen).toEqual({
      success: true,
      dry_run: true,
      count: 3,
      next: null,
      message: '3 would be replayed.',
    });
    expect(await desk.rows(PATH)).toEqual(before);
    expect(await desk.acts()).toEqual([]);
  });

  test.each(['00000000-0000-7000-8000-000000000000', 'x', '%00'])(
    'cannot be replayed when it is %s',
    async (id) => {
      expect(await refusal(await replayOne(id))).toEqual([404, 'not-found']);
    },
  );

  test.each([
    [{}, '/body'],
    [{ dry_run: true }, '/body'],
    [{ reason: 'unrouted' }, '/body/reason'],
    [{ all: true, to_app_id: 'x' }, '/body/to_app_id'],
  ])('is not replayed by %j', async (body, pointer) => {
    const answer = await desk.operator(`${PATH}/replay`, body);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
    expect(await desk.rows(PATH)).toHaveLength(3);
  });
});
