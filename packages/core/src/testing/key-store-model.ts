import assert from 'node:assert/strict';

import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';

import type { RegistrationStep } from '../ports/webhook-registry.ts';
import { allKeys } from './harness/all-keys.ts';
import { allRows } from './harness/all-rows.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { checkProperty } from './harness/check-property.ts';
import { sampleAct } from './harness/sample-act.ts';
import { sampleApp, sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';
import { openMemorySubject } from './memory-subject.ts';
import { registrationSteps } from './registration-step-laws.ts';
import type { StorageSubject } from './storage-subject.ts';

/** Few of each, so that operations meet: the first of them are often not there yet. */
const PLACES = 3;
const KEYS = 6;
const HOUR_MS = 3_600_000;
/** Never, over, and long after any run of the laws. */
const ENDS = [null, Date.UTC(2001, 0, 1), Date.UTC(2999, 0, 1)] as const;

/** Any sequence of operations is answered as the memory adapter answers it. */
export const followsKeyStoreModel: Law<StorageSubject> = {
  name: 'any sequence of operations is answered as by the memory adapter',
  check: (open) =>
    checkProperty(fc.array(step(), { maxLength: 24 }), async (steps) => {
      const [real, model] = [await open(), await openMemorySubject()];
      const world = createWorld();
      for (const { operation, ...choice } of steps) {
        const run = OPERATIONS[operation];
        assert.deepEqual(
          await shapeOf(run(real, world, choice)),
          await shapeOf(run(model, world, choice)),
          operation,
        );
      }
      assert.deepEqual(await everythingOf(real, world), await everythingOf(model, world));
    }),
};

interface Choice {
  readonly place: number;
  readonly second: number;
  readonly key: number;
  readonly name: string;
  readonly end: number | null;
  readonly overlapMs: number;
  readonly step: RegistrationStep;
}

type Operation = (
  subject: StorageSubject,
  world: World,
  choice: Choice,
) => ResultAsync<unknown, { readonly kind: string }>;

const OPERATIONS = {
  createApp: ({ keyStore }, { apps, keys }, { place, key }) => {
    const app = at(apps, place);
    return keyStore.createApp(app, { ...at(keys, key), appId: app.appId }, sampleAct);
  },
  switchOff: ({ keyStore }, { apps }, { place }) =>
    keyStore.setAppActive(at(apps, place).appId, false, sampleAct),
  switchOn: ({ keyStore }, { apps }, { place }) =>
    keyStore.setAppActive(at(apps, place).appId, true, sampleAct),
  app: ({ keyStore }, { apps }, { place }) => keyStore.app(at(apps, place).appId),
  onlyApp: ({ keyStore }) => keyStore.onlyApp(),

  putApiKey: ({ keyStore }, { apps, keys }, { place, key, name, end, overlapMs }) => {
    const record = { ...at(keys, key), appId: at(apps, place).appId, name };
    return keyStore.putApiKey({ key: record, expiresAt: end, overlapMs }, sampleAct);
  },
  revokeAll: ({ keyStore }, { apps }, { place }) =>
    keyStore.revokeApiKeys(at(apps, place).appId, { kind: 'all' }, sampleAct).map(inAnyOrder),
  revokeNamed: ({ keyStore }, { apps }, { place, name }) =>
    keyStore
      .revokeApiKeys(at(apps, place).appId, { kind: 'named', name }, sampleAct)
      .map(inAnyOrder),
  revokeOne: ({ keyStore }, { apps, keys }, { place, key }) => {
    const which = { kind: 'one', keyId: at(keys, key).keyId } as const;
    return keyStore.revokeApiKeys(at(apps, place).appId, which, sampleAct);
  },
  noteKeyUses: ({ keyStore }, { keys }, { key, second }) =>
    keyStore.noteKeyUses([{ keyId: at(keys, key).keyId, at: second * HOUR_MS }]),
  apiKey: ({ keyStore }, { keys }, { key }) => keyStore.apiKey(at(keys, key).keyId),

  createHook: ({ keyStore }, { apps, hooks }, { place, second }) =>
    keyStore.createHook({ ...at(hooks, second), appId: at(apps, place).appId }, sampleAct),
  rotateHookSecret: ({ keyStore }, { hooks }, { place, second, end }) => {
    const [{ hookId }, { secret }] = [at(hooks, place), at(hooks, second)];
    return keyStore.rotateHookSecret({ hookId, secret, previousUntil: end }, sampleAct);
  },
  closeRotation: ({ keyStore }, { hooks }, { place, end }) =>
    keyStore.closeRotation(at(hooks, place).hookId, end ?? 0),
  deleteHook: ({ keyStore }, { hooks }, { place }) =>
    keyStore.deleteHook(at(hooks, place).hookId, sampleAct),
  resealSecrets: ({ keyStore }) => keyStore.resealSecrets(10, sampleAct),
  hook: ({ keyStore }, { hooks }, { place }) => keyStore.hook(at(hooks, place).hookId),
  hookStatus: ({ keyStore }, { hooks }, { place }) => keyStore.hookStatus(at(hooks, place).hookId),

  begin: ({ webhookRegistry }, { apps, hooks }, { place, second, name: baseUrl }) =>
    webhookRegistry.begin(
      { ...at(hooks, second), appId: at(apps, place).appId, baseUrl, wanted: [] },
      sampleAct,
    ),
  note: ({ webhookRegistry }, { hooks }, { place, second, step }) => {
    const { hookId } = at(hooks, place);
    if (second === 0) return webhookRegistry.note(hookId, step);
    return webhookRegistry.noteActed(hookId, step, { ...sampleAct, action: 'webhook.changed' });
  },
  registration: ({ webhookRegistry }, { hooks }, { place }) =>
    webhookRegistry.registration(at(hooks, place).hookId),
  registrationOf: ({ webhookRegistry }, { apps }, { place, step }) =>
    webhookRegistry.registrationOf(at(apps, place).appId, step.webhookId ?? '0'),
} satisfies Record<string, Operation>;

const step = () =>
  fc.record({
    operation: fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
    // Mostly the first app and its hook, so that much happens to one of them.
    place: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: PLACES - 1 })),
    second: fc.nat({ max: PLACES - 1 }),
    key: fc.nat({ max: KEYS - 1 }),
    name: fc.constantFrom('default', 'other'),
    end: fc.constantFrom(...ENDS),
    overlapMs: fc.constantFrom(0, HOUR_MS),
    step: registrationSteps(),
  });

type World = ReturnType<typeof createWorld>;

function createWorld() {
  const places = Array.from({ length: PLACES });
  return {
    apps: places.map(() => sampleApp()),
    keys: Array.from({ length: KEYS }, () => sampleKey('')),
    hooks: places.map(() => sampleHook('')),
  };
}

function at<Row>(rows: readonly Row[], place: number): Row {
  const row = rows[place];
  assert.ok(row !== undefined);
  return row;
}

/** All that can be read in the end. */
async function everythingOf(subject: StorageSubject, { apps }: World): Promise<unknown> {
  const { keyStore, webhookRegistry } = subject;
  const keys = await Promise.all(apps.map(({ appId }) => allKeys(keyStore, appId)));
  return comparable({
    apps: inAnyOrder(await allRows(keyStore.apps)),
    keys: keys.map(inAnyOrder),
    hooks: inAnyOrder(await allRows((page) => keyStore.hooks({}, page))),
    registrations: inAnyOrder(
      await webhookRegistry.registrations({}).match(
        (rows) => rows,
        () => assert.fail('the registrations cannot be read'),
      ),
    ),
    entries: inAnyOrder(await auditTrail(subject)),
  });
}

/** What was made in one millisecond is in no order; and so are keys that end together. */
function inAnyOrder(rows: readonly object[] | null): unknown {
  return rows?.map(comparable).toSorted(byText) ?? null;
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

async function shapeOf(answer: ReturnType<Operation>): Promise<unknown> {
  return answer.match(comparable, ({ kind }) => ({ kind }));
}

/** Without what two storages may differ in: ids and times of their own, causes, kinds of bytes. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OWN.has(name))
      // Rows are sorted by their text, and each adapter names its fields in an order of its own.
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => [name, ENDINGS.has(name) ? field !== null : comparable(field)]),
  );
}

const OWN: ReadonlySet<string> = new Set(['id', 'at', 'createdAt']);
const ENDINGS: ReadonlySet<string> = new Set(['expiresAt', 'revokedAt']);
