import assert from 'node:assert/strict';

import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';

import { createMemoryKeyStore } from '../memory/key-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { sampleApp, sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';

/** Few of each, so that operations meet: the first of them are often not there yet. */
const PLACES = 3;

/** Any sequence of operations is answered as the memory adapter answers it. */
export const followsKeyStoreModel: Law<KeyStore> = {
  name: 'any sequence of operations is answered as by the memory adapter',
  async check(open) {
    await fc.assert(
      fc.asyncProperty(fc.array(step(), { maxLength: 12 }), async (steps) => {
        const real = await open();
        const model = createMemoryKeyStore({ now: () => 0 });
        const world = createWorld();
        for (const { operation, place, second } of steps) {
          const run = OPERATIONS[operation];
          assert.deepEqual(
            await shapeOf(run(real, world, { place, second })),
            await shapeOf(run(model, world, { place, second })),
            operation,
          );
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  },
};

interface Places {
  readonly place: number;
  readonly second: number;
}

type Operation = (
  store: KeyStore,
  world: World,
  places: Places,
) => ResultAsync<unknown, { readonly kind: string }>;

const OPERATIONS = {
  createApp: (store, { apps, keys }, { place, second }) =>
    store.createApp(at(apps, place), { ...at(keys, second), appId: at(apps, place).appId }),
  createHook: (store, { apps, hooks }, { place, second }) =>
    store.createHook({ ...at(hooks, second), appId: at(apps, place).appId }),
  switchOff: (store, { apps }, { place }) => store.setAppActive(at(apps, place).appId, false),
  switchOn: (store, { apps }, { place }) => store.setAppActive(at(apps, place).appId, true),
  app: (store, { apps }, { place }) => store.app(at(apps, place).appId),
  onlyApp: (store) => store.onlyApp(),
  apiKey: (store, { keys }, { place }) => store.apiKey(at(keys, place).keyId),
  hook: (store, { hooks }, { place }) => store.hook(at(hooks, place).hookId),
  apps: (store) =>
    store.apps({ limit: 200, count: true }).map(({ rows, total, next }) => ({
      rows: rows.toSorted((one, other) => (one.appId < other.appId ? -1 : 1)).map(undated),
      total,
      next,
    })),
} satisfies Record<string, Operation>;

const step = () =>
  fc.record({
    operation: fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
    place: fc.nat({ max: PLACES - 1 }),
    second: fc.nat({ max: PLACES - 1 }),
  });

type World = ReturnType<typeof createWorld>;

function createWorld() {
  const places = Array.from({ length: PLACES });
  return {
    apps: places.map(() => sampleApp()),
    keys: places.map(() => sampleKey('')),
    hooks: places.map(() => sampleHook('')),
  };
}

function at<Row>(rows: readonly Row[], place: number): Row {
  const row = rows[place];
  assert.ok(row !== undefined);
  return row;
}

/** Without what two storages may differ in: times, causes, kinds of byte arrays. */
async function shapeOf(answer: ResultAsync<unknown, { readonly kind: string }>): Promise<unknown> {
  return answer.match(undated, ({ kind }) => ({ kind }));
}

function undated(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'createdAt')
      .map(([name, field]) => [name, field instanceof Uint8Array ? [...field] : field]),
  );
}
