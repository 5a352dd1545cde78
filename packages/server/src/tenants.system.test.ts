import { type Flow, flows, freshFlow } from '@dialpad-cti/core/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newDialpadIds } from './cli/send/new-dialpad-ids.ts';
import type { ApiClient, Row, Tenant } from './testing/api-client.test.support.ts';
import { readRecords } from './testing/compare-records.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { playFlows } from './testing/play-flows.test.support.ts';
import { waitUntilProcessed } from './testing/wait-until-processed.test.support.ts';

let stage: Stage;
let client: ApiClient;
let left: Tenant;
let right: Tenant;
beforeAll(async () => {
  stage = await openStage();
  ({ client } = await stage.start());
  left = await client.createTenant('Left');
  right = await client.createTenant('Right');
});
afterAll(() => stage.close());

const PLAYED = flows.filter(({ name }) => /^(01|03|20)-/.test(name));

async function play(tenant: Tenant, played: readonly Flow[]): Promise<void> {
  await playFlows({ client, tenant, flows: played, atOnce: 1, onDelivered: () => {} });
  await waitUntilProcessed({ client, appId: tenant.appId, limitMs: 30_000 });
}

const foreignPaths = ({ calls, messages, voicemails }: Awaited<ReturnType<typeof readRecords>>) => [
  ...calls.flatMap(({ id, dialpad_call_id: dialpadId }: Row) => [
    ...[id, dialpadId].map((known) => `/api/calls/${String(known)}`),
    ...[id, dialpadId].map((known) => `/api/calls/${String(known)}/events`),
  ]),
  ...messages.map(({ id }) => `/api/messages/${String(id)}`),
  ...voicemails.flatMap(({ id, dialpad_call_id: dialpadId }) =>
    [id, dialpadId].map((known) => `/api/voicemails/${String(known)}`),
  ),
];

describe('an app', () => {
  test('finds nothing of another, by whatever id, and sees nothing of it in lists', async () => {
    const newId = newDialpadIds(Date.now());
    await play(
      right,
      PLAYED.map((flow) => freshFlow(flow, { now: Date.now(), newId })),
    );
    const paths = foreignPaths(await readRecords(client, right));
    expect(paths.length).toBeGreaterThan(6);
    const missing = await client.get('/api/calls/6999999999999999', left);
    expect(missing.status).toBe(404);
    for (const path of paths) {
      expect({ path, status: (await client.get(path, right)).status }).toEqual({
        path,
        status: 200,
      });
      const answer = await client.get(path, left);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.body).toMatchObject({ code: codeOf(missing.body) });
    }
    expect(await readRecords(client, left)).toEqual({ calls: [], messages: [], voicemails: [] });
    expect(await client.list('/api/calls/active', left)).toEqual([]);
  });

  test('has records of its own, also where Dialpad gave both the same ids', async () => {
    await play(left, PLAYED);
    await play(right, PLAYED);
    const [mine, theirs] = [await readRecords(client, left), await readRecords(client, right)];
    const theirIds = new Set([...theirs.calls, ...theirs.voicemails, ...theirs.messages].map(idOf));
    const dialpadIds = new Set(theirs.calls.map((call) => call['dialpad_call_id']));
    for (const call of mine.calls) {
      expect(dialpadIds.has(call['dialpad_call_id'])).toBe(true);
      expect(theirIds.has(idOf(call))).toBe(false);
      const path = `/api/calls/${String(call['dialpad_call_id'])}`;
      expect((await client.get(path, left)).body).toMatchObject({ data: { id: idOf(call) } });
    }
    for (const path of foreignPaths(theirs).filter((known) => /[0-9a-f]{8}-/.test(known))) {
      expect({ path, status: (await client.get(path, left)).status }).toEqual({
        path,
        status: 404,
      });
    }
  });

  test('is told of a key that opens nothing in the same way, whatever is wrong with it', async () => {
    const keys = ['', 'x', 'raw_000000000000_', `${left.apiKey.slice(0, -1)}x`, `${left.apiKey}0`];
    const answers = await Promise.all(keys.map((apiKey) => client.get('/api/calls', { apiKey })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ body }) => codeOf(body))).size).toBe(1);
  });
});

const idOf = (row: Row): unknown => row['id'];

const codeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
