import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { SimCall } from '../../world.ts';
import { type ApiRig, openApiRig, START } from '../api-rig.test.support.ts';

const DAY = 24 * 60 * 60 * 1_000;

let rig: ApiRig;

beforeEach(async () => {
  rig = await openApiRig({ hasLimits: false });
});
afterEach(() => rig.close());

function addCall(count: number, call: Partial<SimCall> = {}): string {
  const callId = String(6_000_000_000_000_000 + count);
  const startedAt = call.startedAt ?? START - 1_000 * count;
  const target = { id: `480000000000000${count % 3}`, type: 'user' };
  rig.world.calls.set(callId, {
    callId,
    concludedAt: startedAt + 1,
    startedAt,
    rest: { call_id: callId, date_started: String(startedAt), target },
    ...call,
  });
  return callId;
}

async function allIds(query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const { body } = await rig.ask('GET', `/api/v2/call?${query}&cursor=${cursor}`);
    ids.push(...(body.items ?? []).map((call: { call_id: string }) => call.call_id));
    cursor = body.cursor;
  }
  return ids;
}

describe('the list of calls', () => {
  test('has each concluded call of the window once, the newest first, fifty a page', async () => {
    const ids = Array.from({ length: 120 }, (_, count) => addCall(count));
    addCall(500, { concludedAt: null });
    const { body } = await rig.ask('GET', '/api/v2/call');
    expect(body.items).toHaveLength(50);
    expect(body.items[0]).toEqual(rig.world.calls.get(ids[0] ?? '')?.rest);
    expect(await allIds('')).toEqual(ids);
  });

  test('holds to its window and its order, whatever started when', async () => {
    const time = fc.integer({ min: START - 50, max: START + 50 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(time, { maxLength: 30 }),
        fc.record({ after: time, before: time, limit: fc.integer({ min: 1, max: 7 }) }),
        async (times, { after, before, limit }) => {
          rig.world.calls.clear();
          times.forEach((startedAt, count) => void addCall(count, { startedAt }));
          const ids = await allIds(
            `started_after=${after}&started_before=${before}&limit=${limit}`,
          );
          const started = ids.map((id) => rig.world.calls.get(id)?.startedAt);
          const inWindow = times.filter((at) => at > after && at < before);
          expect(started).toEqual(inWindow.sort((one, other) => other - one));
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is of less than thirty days, and pages of at most fifty', async () => {
    const statusOf = async (query: string) =>
      (await rig.ask('GET', `/api/v2/call?${query}`)).status;
    const window = (ms: number) => `started_after=${START - ms}&started_before=${START}`;
    expect(await statusOf(window(30 * DAY))).toBe(400);
    expect(await statusOf(window(30 * DAY - 1))).toBe(200);
    expect(await statusOf(`started_after=${START - 31 * DAY}`)).toBe(400);
    expect(await statusOf(`started_before=${START - 90 * DAY}`)).toBe(200);
    expect(await statusOf('limit=51')).toBe(400);
    expect(await statusOf('started_after=yesterday')).toBe(400);
  });

  test('reaches back thirty days when nothing is said', async () => {
    const recent = addCall(1, { startedAt: START - 29 * DAY });
    addCall(2, { startedAt: START - 31 * DAY });
    expect(await allIds('')).toEqual([recent]);
  });

  test('is filtered by target', async () => {
    const ids = [0, 1, 2, 3].map((count) => addCall(count));
    expect(await allIds('target_type=user&target_id=4800000000000000')).toEqual([ids[0], ids[3]]);
    expect(await allIds('target_type=callcenter')).toEqual([]);
  });

  test('wants its scope', async () => {
    const { status, body } = await rig.ask('GET', '/api/v2/call', { token: rig.limitedApiKey });
    expect([status, body.error.code]).toEqual([403, 403]);
    expect(body.error.message).toContain('calls:list');
  });
});

describe('one call', () => {
  test('is shown live or concluded', async () => {
    const id = addCall(1, { concludedAt: null });
    const { status, body } = await rig.ask('GET', `/api/v2/call/${id}`);
    expect([status, body]).toEqual([200, rig.world.calls.get(id)?.rest]);
    expect((await rig.ask('GET', '/api/v2/call/1')).status).toBe(404);
  });

  test('has a transcript, or an answer without lines', async () => {
    const id = addCall(1);
    const path = `/api/v2/transcripts/${id}`;
    expect(await rig.ask('GET', path)).toEqual({ status: 200, body: { call_id: id } });
    const lines = [{ time: '2026-09-01T09:00:00.000000', content: 'hi', type: 'transcript' }];
    rig.world.transcripts.set(id, lines);
    expect((await rig.ask('GET', path)).body).toEqual({ call_id: id, lines });
    expect((await rig.ask('GET', '/api/v2/transcripts/1')).status).toBe(404);
  });
});
