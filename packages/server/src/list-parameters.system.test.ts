import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Deviation, Seen } from './testing/contract-asker.test.support.ts';
import { problemIn } from './testing/graceless.test.support.ts';
import { openTenancyStage, type TenancyStage } from './testing/open-tenancy-stage.test.support.ts';
import type { ContractOperation } from './testing/read-contract.test.support.ts';

let tenancy: TenancyStage;
let lists: readonly ContractOperation[];
beforeAll(async () => {
  tenancy = await openTenancyStage();
  lists = tenancy.operations.filter(({ queryParameters }) => queryParameters.includes('cursor'));
  expect(lists.length).toBeGreaterThan(12);
});
afterAll(() => tenancy.stage.close());

/** Something that is there, where a list is of one thing. */
function ask(operation: ContractOperation, deviation: Deviation): Promise<Seen> {
  const call = String(tenancy.own.records.calls[0]?.['id']);
  return tenancy.own.asker.ask(operation, { ...deviation, path: { id: call } });
}

async function expectRefused(
  operation: ContractOperation,
  deviation: Deviation,
  pointer: string,
): Promise<void> {
  const seen = await ask(operation, deviation);
  const where = `${operation.operationId} ${JSON.stringify(deviation)}`;
  expect({ where, status: seen.status, text: seen.text }).toMatchObject({ where, status: 400 });
  const { code, errors } = problemIn(seen);
  const pointers = [...new Set(errors.map((one) => one.pointer))];
  expect({ where, code, pointers }).toEqual({
    where,
    code: 'request-invalid',
    pointers: [pointer],
  });
}

const List = z.object({
  data: z.array(z.unknown()),
  pagination: z.object({ limit: z.int(), next_cursor: z.string().nullable() }),
});

async function pageOf(operation: ContractOperation, query: Deviation['query']) {
  const { status, text } = await ask(operation, { query: query ?? {} });
  expect({ operation: operation.path, query, status, text }).toMatchObject({ status: 200 });
  return List.parse(JSON.parse(text));
}

const NO_NUMBERS = [
  'NaN',
  'Infinity',
  '1.5',
  '',
  '+5',
  ' 5',
  '5 ',
  '5,6',
  '0x10',
  '1e2',
  '٣',
  'all',
];

describe('every list', () => {
  test('gives at most as many rows as it is asked for, from 1 to 200', async () => {
    for (const operation of lists) {
      for (const limit of [1, 2, 200]) {
        const { data, pagination } = await pageOf(operation, { limit: String(limit) });
        expect(pagination.limit).toBe(limit);
        expect(data.length).toBeLessThanOrEqual(limit);
      }
    }
  });

  test('refuses any other limit by its name', async () => {
    for (const operation of lists) {
      for (const limit of ['-1', '0', '201', '1000000000', '1e9', '9'.repeat(30), ...NO_NUMBERS]) {
        await expectRefused(operation, { query: { limit } }, '/query/limit');
      }
    }
  });

  test('refuses an offset beyond 10,000, and what is none, by its name', async () => {
    for (const operation of lists) {
      for (const offset of ['-1', '10001', '1000000000', '1e9', ...NO_NUMBERS]) {
        await expectRefused(operation, { query: { offset } }, '/query/offset');
      }
    }
  });
});

test('a body refuses any other limit by its name', async () => {
  const bulk = tenancy.operations.filter(({ bodyFields }) => bodyFields?.includes('limit'));
  expect(bulk.length).toBeGreaterThanOrEqual(7);
  for (const operation of bulk) {
    for (const limit of [-1, 0, 1e9, 1e300, 1.5, '5', null, true, [], {}]) {
      await expectRefused(operation, { fields: { limit } }, '/body/limit');
    }
  }
});

describe('a cursor', () => {
  /** A place in each list that has a second page. */
  async function cursors(): Promise<ReadonlyMap<ContractOperation, string>> {
    const found = new Map<ContractOperation, string>();
    for (const operation of lists) {
      const { next_cursor: cursor } = (await pageOf(operation, { limit: '1' })).pagination;
      if (cursor !== null) found.set(operation, cursor);
    }
    return found;
  }

  test('that was edited, cut or made up is refused by its name', async () => {
    const own = await cursors();
    expect(own.size).toBeGreaterThanOrEqual(9);
    for (const [operation, cursor] of own) {
      await pageOf(operation, { cursor });
      const edited = Array.from({ length: 8 }, (_, nth) => {
        const at = Math.floor((nth * (cursor.length - 1)) / 7);
        return cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      });
      const place = Buffer.from(JSON.stringify([null, '00000000-0000-7000-8000-000000000000']));
      const madeUp = [
        '',
        'x',
        '0',
        cursor.slice(0, -4),
        cursor.slice(4),
        `${cursor}AAAA`,
        `${cursor}=`,
        cursor + cursor,
        cursor.toLowerCase(),
        'A'.repeat(1025),
        place.toString('base64url'),
        Buffer.concat([Buffer.alloc(16), place]).toString('base64url'),
      ];
      for (const wrong of [...edited, ...madeUp]) {
        await expectRefused(operation, { query: { cursor: wrong } }, '/query/cursor');
      }
    }
  });

  test('of another list, order or selection is refused by its name', async () => {
    const own = await cursors();
    for (const operation of lists) {
      for (const [other, cursor] of own) {
        if (other === operation) continue;
        await expectRefused(operation, { query: { cursor } }, '/query/cursor');
      }
    }
    const selections: Readonly<Record<string, string>> = {
      sort: 'started_at',
      direction: 'inbound',
      app_id: tenancy.foreign.tenant.appId,
      name: 'default',
      sent_after: '2001-01-01T00:00:00Z',
      received_after: '2001-01-01T00:00:00Z',
    };
    let tried = 0;
    for (const [operation, cursor] of own) {
      for (const name of operation.queryParameters) {
        const value = name === 'sort' ? sortOf(operation) : selections[name];
        if (value === undefined) continue;
        await expectRefused(operation, { query: { cursor, [name]: value } }, '/query/cursor');
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(8);
  });
});

/** Not the order that a list has unless asked. */
const sortOf = ({ operationId }: ContractOperation): string =>
  ({ listCalls: 'started_at', listMessages: 'sent_at' })[operationId] ?? 'received_at';
