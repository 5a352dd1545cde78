import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { newDialpadIds } from './cli/send/new-dialpad-ids.ts';
import type { Row } from './testing/api-client.test.support.ts';
import type { Deviation, Seen } from './testing/contract-asker.test.support.ts';
import { problemIn } from './testing/graceless.test.support.ts';
import {
  type Held,
  openTenancyStage,
  type TenancyStage,
} from './testing/open-tenancy-stage.test.support.ts';
import type { ContractOperation } from './testing/read-contract.test.support.ts';
import { FILTERS, PAGING, RECIPES } from './testing/tenancy-recipes.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

/** Whoever serves something without being asked who calls must add it here. */
const OPEN = [
  'getDocs',
  'getDocsFile',
  'getHealth',
  'getOpenapiDocument',
  'getReadiness',
  'receiveHookEvent',
  'receivePlainEvent',
];
/** What a browser opens, that has no secret: something else has to show that it may. */
const VISITED = ['connectDialpad', 'finishConnect', 'followConnectLink'];

let tenancy: TenancyStage;
let ofApps: readonly ContractOperation[];
beforeAll(async () => {
  tenancy = await openTenancyStage();
  ofApps = tenancy.operations.filter(({ caller }) => caller === 'app');
});
afterAll(async () => {
  expect(tenancy.server.isRunning()).toBe(true);
  await tenancy.stage.close();
});

const recipeOf = ({ operationId }: ContractOperation) => {
  const recipe = RECIPES[operationId];
  if (recipe === undefined) throw new Error(`There is no recipe for ${operationId}.`);
  return recipe;
};

test('every operation of the document is one that this file asks, with each of its parameters', () => {
  const idsOf = (caller: ContractOperation['caller']) =>
    tenancy.operations.flatMap((one) => (one.caller === caller ? [one.operationId] : []));
  expect(idsOf('nobody').toSorted()).toEqual(OPEN);
  expect(idsOf('visitor').toSorted()).toEqual(VISITED);
  expect(idsOf('app').toSorted()).toEqual(Object.keys(RECIPES).toSorted());
  expect(idsOf('operator').length).toBeGreaterThan(45);
  for (const operation of ofApps) {
    const { operationId, pathParameters, queryParameters, bodyFields } = operation;
    const known = queryParameters.filter((name) => PAGING.has(name) || name in FILTERS);
    expect({ operationId, pathParameters, queryParameters, bodyFields }).toEqual({
      operationId,
      pathParameters: Object.keys(recipeOf(operation).ids),
      queryParameters: known,
      bodyFields: null,
    });
  }
});

/** The same request id, so that answers to it can be compared byte for byte. */
const ask = ({ asker }: Held, operation: ContractOperation, deviation: Deviation = {}) =>
  asker.ask(operation, { ...deviation, headers: { 'x-request-id': 'the-same-request' } });

/** All of an answer but the time and what is left of the quota. */
function allOf({ status, headers, text }: Seen): string {
  const told = [...headers].filter(([name]) => !['date', 'ratelimit'].includes(name));
  return JSON.stringify({ status, told, text });
}

/** Values that a parameter of a path takes for what this app has. */
function idsOf(held: Held, operation: ContractOperation, parameter: string): readonly string[] {
  const { rows, ids } = recipeOf(operation);
  return rows(held).flatMap((row) => (ids[parameter] ?? []).map((field) => String(row[field])));
}

/** A path to something that this app has. */
function pathTo(held: Held, operation: ContractOperation): Readonly<Record<string, string>> {
  const parts = operation.pathParameters.map((name) => [name, idsOf(held, operation, name)[0]]);
  return Object.fromEntries(parts);
}

describe('an id in a path', () => {
  test('that is own is found, and a foreign one is answered byte for byte as one that nobody has, or none can', async () => {
    const { own, foreign } = tenancy;
    const newId = newDialpadIds(0);
    const nobodys = [randomUUID(), randomUUID(), String(newId()), String(newId())];
    const malformed = [
      'x',
      'a b',
      `${randomUUID()}0`,
      '\u0000',
      '0'.repeat(65),
      "' OR 1=1 --",
      '%',
    ];
    const { appId, hookId, apiKey } = foreign.tenant;
    let asked = 0;
    for (const operation of ofApps) {
      for (const name of operation.pathParameters) {
        const askFor = (id: string) =>
          ask(own, operation, { path: { ...pathTo(own, operation), [name]: id } });
        for (const id of idsOf(own, operation, name)) expect((await askFor(id)).status).toBe(200);

        const missing = await askFor(randomUUID());
        expect(missing.status).toBe(404);
        expect(problemIn(missing).code).toBe('not-found');
        const ids = idsOf(foreign, operation, name);
        expect(ids.length).toBeGreaterThanOrEqual(2);
        for (const id of [...ids, appId, hookId, apiKey, ...nobodys, ...malformed]) {
          const seen = allOf(await askFor(id));
          expect({ operation: operation.path, id, seen }).toMatchObject({ seen: allOf(missing) });
          asked += 1;
        }
      }
    }
    expect(asked).toBeGreaterThan(150);
  });
});

const List = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});

const listIn = ({ status, text }: Seen) => {
  expect({ status, text }).toMatchObject({ status: 200 });
  return List.parse(JSON.parse(text));
};

const listsOf = () => ofApps.filter(({ queryParameters }) => queryParameters.includes('cursor'));

type Query = Readonly<Record<string, string>>;

/** Each parameter that selects, with values that fit some of the app's rows. */
function selectionsFor(held: Held, operation: ContractOperation): readonly Query[] {
  const rows = recipeOf(operation).rows(held);
  return operation.queryParameters
    .filter((name) => !PAGING.has(name))
    .flatMap((name) => {
      const values = rows.map((row) => FILTERS[name]?.(row)).filter((value) => value != null);
      const distinct = [...new Set(values.map(String))].slice(0, 5);
      if (distinct.length === 0) throw new Error(`No row for ${operation.operationId} ${name}.`);
      return distinct.map((value) => ({ [name]: value }));
    });
}

/** Every text that only the foreign app's answers may hold. */
function marksOf({ tenant, records }: Held): readonly string[] {
  const rows = [...records.calls, ...records.messages, ...records.voicemails];
  const ids = (row: Row) => [row['id'], row['dialpad_call_id'], row['dialpad_message_id']];
  return [tenant.appId, ...new Set(rows.flatMap(ids).filter((id) => typeof id === 'string'))];
}

describe('a list', () => {
  test('shows own rows and none of another, also where a filter was made for those of the other', async () => {
    const { own, foreign } = tenancy;
    const marks = marksOf(foreign);
    expect(marks.length).toBeGreaterThan(60);
    let compared = 0;
    for (const operation of listsOf()) {
      const ownIds = new Set(
        recipeOf(operation)
          .rows(own)
          .map(({ id }) => id),
      );
      const isOfRows = operation.pathParameters.length === 0;
      for (const query of [{}, ...selectionsFor(foreign, operation)]) {
        const where = `${operation.operationId} ${JSON.stringify(query)}`;
        const theirs = { path: pathTo(foreign, operation), query: { ...query, limit: '200' } };
        expect({ where, rows: listIn(await ask(foreign, operation, theirs)).data }).not.toEqual({
          where,
          rows: [],
        });
        const ours = { ...theirs, path: pathTo(own, operation) };
        const seen = await ask(own, operation, ours);
        expect({ where, marks: marks.filter((mark) => seen.text.includes(mark)) }).toEqual({
          where,
          marks: [],
        });
        const { data } = listIn(seen);
        if (isOfRows) expect(data.filter(({ id }) => !ownIds.has(id))).toEqual([]);
        compared += data.length;
      }
    }
    expect(compared).toBeGreaterThan(200);
  });

  test("refuses another's cursor, with whatever filter it was made, and takes its own", async () => {
    const { own, foreign } = tenancy;
    for (const operation of listsOf()) {
      const cursors = { replayed: 0, own: 0 };
      for (const query of [{}, ...selectionsFor(foreign, operation)]) {
        const first = { ...query, limit: '1' };
        const cursorOf = async (held: Held): Promise<Query | null> => {
          const page = await ask(held, operation, { path: pathTo(held, operation), query: first });
          const { next_cursor: cursor } = listIn(page).pagination;
          return cursor === null ? null : { ...first, cursor };
        };
        const mine = await cursorOf(own);
        if (mine !== null) {
          listIn(await ask(own, operation, { path: pathTo(own, operation), query: mine }));
          cursors.own += 1;
        }
        const theirs = await cursorOf(foreign);
        if (theirs === null) continue;
        const answers = new Set<string>();
        for (const path of [pathTo(own, operation), pathTo(foreign, operation), { id: 'x' }]) {
          const seen = await ask(own, operation, { path, query: theirs });
          expect(seen.status).toBe(400);
          expect(problemIn(seen).errors).toMatchObject([{ pointer: '/query/cursor' }]);
          answers.add(allOf(seen));
        }
        expect(answers.size).toBe(1);
        cursors.replayed += 1;
      }
      expect({ operation: operation.path, ...cursors }).not.toMatchObject({ replayed: 0 });
      expect({ operation: operation.path, ...cursors }).not.toMatchObject({ own: 0 });
    }
  });
});

describe('without its own proof', () => {
  let address = 0;
  /** From an address of its own each time: the failures are not what is looked at. */
  async function askAs(operation: ContractOperation, proof: Query): Promise<unknown> {
    address += 1;
    const { target, method, body, headers } = tenancy.own.asker.write(operation);
    const { authorization: _, 'x-app-api-key': __, ...plain } = headers;
    const answer = await fetch(tenancy.server.url + target, {
      method,
      body,
      redirect: 'manual',
      headers: { ...plain, 'x-forwarded-for': `198.51.100.${address % 250}`, ...proof },
    });
    const seen = { status: answer.status, headers: answer.headers, text: await answer.text() };
    return { operation: operation.operationId, status: seen.status, code: problemIn(seen).code };
  }

  test("every operator's operation refuses an app's key, and no proof at all", async () => {
    const { apiKey } = tenancy.own.tenant;
    for (const operation of tenancy.operations.filter(({ caller }) => caller === 'operator')) {
      const refused = { operation: operation.operationId, status: 401, code: 'operator-refused' };
      expect(await askAs(operation, {})).toEqual(refused);
      expect(await askAs(operation, { 'x-app-api-key': apiKey })).toEqual(refused);
      expect(await askAs(operation, { authorization: `Bearer ${apiKey}` })).toEqual(refused);
    }
  });

  test("every visitor's operation refuses an app's key, and no proof at all", async () => {
    const { apiKey } = tenancy.own.tenant;
    for (const operation of tenancy.operations.filter(({ caller }) => caller === 'visitor')) {
      const { operationId } = operation;
      const isBegun = operationId === 'connectDialpad';
      const [status, code] = isBegun ? [401, 'operator-refused'] : [403, 'authorisation-refused'];
      const refused = { operation: operationId, status, code };
      expect(await askAs(operation, {})).toEqual(refused);
      expect(await askAs(operation, { 'x-app-api-key': apiKey })).toEqual(refused);
      const bearer = await askAs(operation, { authorization: `Bearer ${apiKey}` });
      expect(bearer).toEqual({ ...refused, status: 401, code: 'operator-refused' });
    }
  });

  test("every app's operation refuses the operator's secret, and no proof at all", async () => {
    const secret = testSecrets.INTERNAL_API_SECRET;
    for (const operation of ofApps) {
      const refused = { operation: operation.operationId, status: 401, code: 'key-refused' };
      expect(await askAs(operation, {})).toEqual(refused);
      expect(await askAs(operation, { 'x-app-api-key': secret })).toEqual(refused);
      expect(await askAs(operation, { authorization: `Bearer ${secret}` })).toEqual(refused);
    }
  });
});
