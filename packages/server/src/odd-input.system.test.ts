import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Seen } from './testing/contract-asker.test.support.ts';
import { graceless, problemIn } from './testing/graceless.test.support.ts';
import { faultsOf, slotsOf, spread } from './testing/odd-requests.test.support.ts';
import { ODD_STRINGS } from './testing/odd-strings.test.support.ts';
import {
  type ContractStage,
  openContractStage,
} from './testing/open-contract-stage.test.support.ts';

let contract: ContractStage;
beforeAll(async () => {
  contract = await openContractStage();
});
afterAll(async () => {
  const { server, stage } = contract;
  expect(server.isRunning()).toBe(true);
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
  await stage.close();
});

const pointersIn = (seen: Seen): readonly string[] =>
  problemIn(seen).errors.map(({ pointer }) => pointer);

const isRefusedIn = (place: 'query' | 'body') => (seen: Seen) =>
  seen.status === 400 && pointersIn(seen).every((pointer) => pointer.startsWith(`/${place}/`));

describe('an odd string', () => {
  test('in a path names nothing', async () => {
    const slots = slotsOf(contract.operations, ({ pathParameters }) => pathParameters);
    // Without one there is another path.
    const strings = ODD_STRINGS.filter((odd) => odd !== '');
    const faults = await faultsOf(spread(slots, strings), {
      asker: contract.asker,
      deviationOf: ({ name, odd }) => ({ path: { [name]: odd } }),
      isRight: (seen) => seen.status === 404 && problemIn(seen).code === 'not-found',
    });
    expect(faults).toEqual([]);
  });

  test('in a parameter is taken, or refused by the name of that parameter', async () => {
    const slots = slotsOf(contract.operations, ({ queryParameters }) => queryParameters);
    const faults = await faultsOf(spread(slots, ODD_STRINGS), {
      asker: contract.asker,
      deviationOf: ({ name, odd }) => ({ query: { [name]: odd } }),
      isRight: (seen, { name }) =>
        seen.status === 400
          ? pointersIn(seen).join() === `/query/${name}`
          : [200, 302, 403, 404, 409].includes(seen.status),
    });
    expect(faults).toEqual([]);
  });

  test('as the name of a parameter is refused by that name', async () => {
    // What comes from Dialpad is taken whatever stands behind its `?`.
    const operations = contract.operations.filter(
      ({ tag, operationId }) => tag !== 'webhooks' && operationId !== 'finishConnect',
    );
    const requests = spread(
      slotsOf(operations, () => ['?']),
      ODD_STRINGS,
    );
    const unknown = requests.filter(
      ({ operation, odd }) => !operation.queryParameters.includes(odd),
    );
    const faults = await faultsOf(unknown, {
      asker: contract.asker,
      deviationOf: ({ odd }) => ({ query: { [odd]: 'x' } }),
      isRight: isRefusedIn('query'),
    });
    expect(faults).toEqual([]);
  });

  test('in a field of a body is taken, or refused by the name of that field', async () => {
    const slots = slotsOf(contract.operations, ({ bodyFields }) => bodyFields ?? []);
    const faults = await faultsOf(spread(slots, ODD_STRINGS), {
      asker: contract.asker,
      deviationOf: ({ name, odd }) => ({ fields: { [name]: odd } }),
      isRight: (seen, { name }) =>
        seen.status === 400
          ? pointersIn(seen).join() === `/body/${name}`
          : [200, 201, 404, 409, 422].includes(seen.status),
    });
    expect(faults).toEqual([]);
  });

  test('as the name of a field is refused by that name', async () => {
    const operations = contract.operations.filter(({ bodyFields }) => bodyFields !== null);
    const requests = spread(
      slotsOf(operations, () => ['{']),
      ODD_STRINGS,
    );
    const unknown = requests.filter(({ operation, odd }) => !operation.bodyFields?.includes(odd));
    const faults = await faultsOf(unknown, {
      asker: contract.asker,
      deviationOf: ({ odd }) => ({ fields: { [odd]: 1 } }),
      isRight: isRefusedIn('body'),
    });
    expect(faults).toEqual([]);
  });

  test('in the place of a body is no JSON object', async () => {
    const operations = contract.operations.filter(({ bodyFields }) => bodyFields !== null);
    // These are objects, or empty: a byte-order mark is no text of its own.
    const strings = ODD_STRINGS.filter((odd) => !/^(\{.*\})?$/.test(odd.replace('\ufeff', '')));
    const faults = await faultsOf(
      spread(
        slotsOf(operations, () => ['body']),
        [...strings, 'null', 'true', '1', '"text"', '[{}]', '{"name":"cut o', '{"a":1}{"b":2}'],
      ),
      {
        asker: contract.asker,
        deviationOf: ({ odd }) => ({ body: odd }),
        isRight: (seen) => seen.status === 400 && problemIn(seen).code === 'body-malformed',
      },
    );
    expect(faults).toEqual([]);
  });
});

/** To repeat a run that failed. */
const SEED = Number(process.env['ODD_SEED'] ?? Date.now() % 2 ** 31);

test('made-up values in all places of a request at once get no 5xx, and nothing but problems', async () => {
  console.info(`ODD_SEED=${SEED}`);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.constantFrom(...ODD_STRINGS),
  );
  const latin1 = fc
    .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff })))
    .map((codes) => String.fromCharCode(...codes));
  const some = <Value>(names: readonly string[], values: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom('x', ...names), values, { maxKeys: names.length });

  for (const operation of contract.operations) {
    const deviations = fc.record({
      path: some(
        operation.pathParameters,
        text.filter((odd) => !['', '.', '..'].includes(odd)),
      ),
      query: some(operation.queryParameters, text),
      headers: some(['x-request-id', 'idempotency-key', 'origin', 'accept'], latin1),
      fields: some(operation.bodyFields ?? [], fc.oneof(text, fc.jsonValue())),
    });
    await fc.assert(
      fc.asyncProperty(deviations, async (deviation) => {
        expect(graceless(await contract.asker.ask(operation, deviation))).toBeNull();
      }),
      { seed: SEED, numRuns: 10, endOnFailure: true },
    );
  }
});
