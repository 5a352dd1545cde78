import { openSimulator, type Simulator } from '@dialpad-cti/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import { ask } from './testing/ask.test.support.ts';
import { connectApp } from './testing/connect-app.test.support.ts';
import { dialpadSettings } from './testing/dialpad-settings.test.support.ts';
import { problemIn } from './testing/graceless.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { type Listener, openListener } from './testing/open-listener.test.support.ts';
import { openTenancyStage, type TenancyStage } from './testing/open-tenancy-stage.test.support.ts';
import type { ContractOperation } from './testing/read-contract.test.support.ts';
import { refuseRows } from './testing/refuse-rows.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let simulator: Simulator;
let tenancy: TenancyStage;
beforeAll(async () => {
  simulator = await openSimulator({ seed: 1 });
  tenancy = await openTenancyStage({
    RETRY_FIRST_MS: '1',
    RETRY_LONGEST_MS: '1',
    ...dialpadSettings(simulator),
  });
});
afterAll(async () => {
  await tenancy.stage.close();
  await simulator.stop();
});

test('no body takes a column of the database for a field that it does not declare', async () => {
  const { stage, operations, own } = tenancy;
  const found = await stage.query(
    `SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const columns = found.map((row) => String(row['column_name']));
  expect(columns).toEqual(expect.arrayContaining(['app_id', 'is_active', 'hash', 'facts']));
  const trials = operations.flatMap((operation) =>
    columns
      .filter((column) => operation.bodyFields?.includes(column) === false)
      .map((column) => ({ operation, column })),
  );
  expect(trials.length).toBeGreaterThan(1000);
  await inLanes(8, trials, async ({ operation, column }) => {
    const seen = await own.asker.ask(operation, { fields: { [column]: own.tenant.appId } });
    const { operationId } = operation;
    expect({ operationId, status: seen.status, text: seen.text }).toMatchObject({ status: 400 });
    expect({ operationId, errors: problemIn(seen).errors }).toMatchObject({
      operationId,
      errors: [{ pointer: `/body/${column}` }],
    });
  });
});

const List = z.object({ data: z.array(z.object({ id: z.string() })) });
const Made = z.object({ hook_id: z.string() });
const Backfill = z.object({ data: z.object({ id: z.string() }) });

/** What the operators' lists of held events show, one of each. */
async function holdOneOfEach(): Promise<Readonly<Record<string, string>>> {
  const { stage, server, foreign } = tenancy;
  const { hookId, hookSecret, appId } = foreign.tenant;
  const event = exampleEvent(Date.now());
  const mend = await refuseRows(stage, { table: 'calls', sqlState: 'P0001' });
  expect(await server.client.deliver(hookId, signEvent(event, hookSecret))).toBe(200);
  expect(await server.client.deliver(hookId, signEvent(event, 'x'.repeat(32)))).toBe(401);
  // Of two apps none can be told from the plain path.
  const plain = await fetch(`${server.url}/webhooks/dialpad`, {
    method: 'POST',
    body: signEvent(event, testSecrets.DIALPAD_WEBHOOK_SECRET),
  });
  expect(plain.status).toBe(200);
  const held: Record<string, string> = {};
  for (const list of ['dead-letters', 'quarantine', 'unrouted']) {
    await waitFor(list, async () => {
      const { body } = await server.client.get(`/internal/${list}`, 'operator');
      const [first] = List.parse(body).data;
      if (first !== undefined) held[`/internal/${list}/{id}`] = first.id;
      return first !== undefined;
    });
  }
  await mend();
  const { body } = await server.client.get(`/internal/events?app_id=${appId}`, 'operator');
  return { ...held, '/internal/events/{id}': List.parse(body).data[0]?.id ?? '' };
}

/** An app's webhook that Dialpad has as well, its own connection, and a backfill. */
async function setUpAtDialpad(): Promise<{ readonly hookId: string; readonly backfillId: string }> {
  const { server, own } = tenancy;
  const { appId } = own.tenant;
  const operate = async (path: string, body: object): Promise<unknown> =>
    (await ask(`${server.url}/internal${path}`, { body })).body;
  const { status, text } = await connectApp(server, appId);
  expect({ status, text }).toEqual({ status: 200, text: expect.stringContaining('Connected') });

  const hook = Made.parse(await operate(`/webhooks/create?app_id=${appId}`, {}));
  const [from, to] = [2, 1].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString());
  const backfill = Backfill.parse(await operate(`/apps/${appId}/backfills`, { from, to }));
  return { hookId: hook.hook_id, backfillId: backfill.data.id };
}

test('every operation that reads answers with something to see, and nothing that it does not declare', async () => {
  const { operations, own } = tenancy;
  const { calls, messages, voicemails } = own.records;
  const { hookId, backfillId } = await setUpAtDialpad();
  const ids: Readonly<Record<string, unknown>> = {
    ...(await holdOneOfEach()),
    '/api/calls/{id}': calls[0]?.['id'],
    '/api/calls/{id}/events': calls[0]?.['id'],
    '/api/messages/{id}': messages[0]?.['id'],
    '/api/voicemails/{id}': voicemails[0]?.['id'],
    '/internal/apps/{app_id}/backfills/{id}': backfillId,
  };
  // What a browser opened is seen by now.
  const reads = operations.filter(({ method, caller }) => method === 'GET' && caller !== 'visitor');
  expect(reads.length).toBeGreaterThan(25);
  for (const operation of reads) {
    const id = ids[operation.path];
    const path = { hook_id: hookId, ...(typeof id === 'string' ? { id } : {}) };
    const queries = operation.queryParameters.includes('payload')
      ? [{}, { payload: 'true' }]
      : [{}];
    for (const query of queries) {
      const { status, text } = await own.asker.ask(operation, { path, query });
      const hasRows = !text.includes('"data":[]');
      expect({ path: operation.path, status, hasRows, text }).toMatchObject({
        status: 200,
        hasRows: true,
      });
    }
  }
});

describe('an answer that any test sees by fetch', () => {
  const getCall = (): ContractOperation => {
    const found = tenancy.operations.find(({ operationId }) => operationId === 'getCall');
    if (found === undefined) throw new Error('There is no getCall.');
    return found;
  };

  /** Passes a call on as the server gives it, and with what the path asks for put into it. */
  async function openRelay(): Promise<Listener> {
    const id = String(tenancy.own.records.calls[0]?.['id']);
    const { text } = await tenancy.own.asker.ask(getCall(), { path: { id } });
    const { data } = z.object({ data: z.looseObject({}) }).parse(JSON.parse(text));
    return openListener(({ path }, response) => {
      response.setHeader('x-request-id', 'relayed');
      response.setHeader('content-type', 'application/json');
      const extra = path.endsWith('more') ? { app_id: tenancy.own.tenant.appId } : {};
      return { success: true, data: { ...data, ...extra } };
    });
  }

  const relayed = async (id: string): Promise<void> => {
    const relay = await openRelay();
    try {
      expect((await fetch(`${relay.url}/api/calls/${id}`)).status).toBe(200);
    } finally {
      await relay.close();
    }
  };

  test('passes with the declared fields', () => relayed('same'));

  test.fails('fails that test with one field more', () => relayed('more'));
});
