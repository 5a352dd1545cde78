import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Seen } from './testing/contract-asker.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { looseUtf8 } from './testing/loose-utf8.test.support.ts';
import {
  faultsOf,
  type OddRequest,
  type Slot,
  slotsOf,
  spread,
} from './testing/odd-requests.test.support.ts';
import { ODD_STRINGS } from './testing/odd-strings.test.support.ts';
import {
  type ContractStage,
  openContractStage,
} from './testing/open-contract-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';

const HEADERS = [
  'x-request-id',
  'idempotency-key',
  'authorization',
  'x-app-api-key',
  'content-type',
  'x-forwarded-for',
  'origin',
  'accept',
];

let contract: ContractStage;
let slots: readonly Slot[];
beforeAll(async () => {
  contract = await openContractStage();
  slots = slotsOf(contract.operations, () => HEADERS);
});
afterAll(async () => {
  const { server, stage } = contract;
  expect(server.isRunning()).toBe(true);
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
  await stage.close();
});

const onTheWire = (odd: string): string => looseUtf8(odd).toString('latin1');

/** No library sends these, and no header may hold them. */
const isForbidden = (odd: string): boolean =>
  Array.from(odd).some(
    (character) => character !== '\t' && /[^\P{Cc}\u0080-\u009f]/u.test(character),
  );

test('an odd header is taken, passed over, or refused for what it is', async () => {
  const usual = new Map<string, number>();
  for (const operation of contract.operations) {
    usual.set(operation.operationId, (await contract.asker.ask(operation)).status);
  }
  const isRight = (seen: Seen, one: OddRequest): boolean => {
    const { name, operation } = one;
    const value = onTheWire(one.odd).replaceAll(/^[ \t]+|[ \t]+$/g, '');
    const isEchoed = seen.headers.get('x-request-id') === value;
    if (isEchoed !== (name === 'x-request-id' && /^[\w-]{8,64}$/.test(value))) return false;
    const statuses = statusesFor(one, value) ?? [usual.get(operation.operationId)];
    return statuses.includes(seen.status);
  };
  const strings = ODD_STRINGS.filter((odd) => !isForbidden(odd));
  const faults = await faultsOf(spread(slots, strings, ['']), {
    asker: contract.asker,
    deviationOf: ({ name, odd }) => ({ headers: { [name]: onTheWire(odd) } }),
    isRight,
  });
  expect(faults).toEqual([]);
});

/** Null: as if the header were as usual. */
function statusesFor({ operation, name }: Slot, value: string): readonly number[] | null {
  const { caller, method, bodyFields } = operation;
  if (name === 'authorization' && (caller === 'operator' || caller === 'visitor')) return [401];
  if (name === 'x-app-api-key' && caller === 'app') return [401];
  if (name === 'content-type' && bodyFields !== null) {
    return value === 'application/json' ? null : [415];
  }
  if (name === 'idempotency-key' && caller === 'operator' && method === 'POST') {
    const key = /^"(.*)"$/.exec(value)?.[1] ?? value;
    // 422: that key came before, with another operation. 409: nobody is connected to Dialpad here.
    return /^[\x20-\x7e]{1,255}$/.test(key) ? [200, 201, 404, 409, 422] : [400];
  }
  return null;
}

test('a header with a control character is malformed, and its connection ends', async () => {
  // Two ends of line in a row are two headers, whoever wrote them.
  const strings = ODD_STRINGS.filter((odd) => isForbidden(odd) && !odd.includes('\r\n'));
  expect(strings.length).toBeGreaterThan(40);
  await inLanes(8, spread(slots, strings, []), async ({ operation, name, odd }) => {
    const { method, target, headers } = contract.asker.write(operation, {
      headers: { [name]: onTheWire(odd) },
    });
    const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}\r\n`);
    const connection = openRaw({ port: contract.server.port });
    connection.write(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${lines.join('')}\r\n`);
    const answer = await connection.closed;
    expect({ odd, statuses: answer.match(/HTTP\/1\.1 \d+/g) }).toEqual({
      odd,
      statuses: ['HTTP/1.1 400'],
    });
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n');
  });
});
