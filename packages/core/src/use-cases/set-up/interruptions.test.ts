import fc from 'fast-check';
import { err, errAsync, ResultAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import { SUBSCRIPTION_KINDS } from '../../domain/dialpad.ts';
import type { DialpadError } from '../../ports/dialpad-client.ts';
import { answered } from '../../testing/harness/answered.ts';
import { sampleAct } from '../../testing/harness/sample-act.ts';
import {
  openSetUpWorld,
  type SetUpPorts,
  type SetUpWorld,
} from '../../testing/harness/set-up-world.test.support.ts';
import { compareOwn } from './compare-own.ts';
import type { WebhookSetup } from './webhook-setup.ts';

const FAULTS = [
  'refused',
  'unclear-not-done',
  'unclear-done',
  'death-before',
  'death-after',
] as const;
type Fault = (typeof FAULTS)[number];

/** At which call of any port something goes wrong, from 0, and what. */
interface Interruption {
  readonly at: number;
  readonly fault: Fault;
}

const unavailable = (isUnclear: boolean): DialpadError => ({
  kind: 'dialpad-unavailable',
  isUnclear,
  cause: 'cut',
});

const dead = (): never => {
  throw new Error('the process is no more');
};

type Answer = ResultAsync<unknown, unknown>;

/** The ports of a process to which that happens; `reached` tells whether it did. */
function interrupt(ports: SetUpPorts, { at, fault }: Interruption) {
  let calls = 0;
  let isReached = false;
  const isItsTurn = (): boolean => {
    const isNow = calls === at;
    calls += 1;
    isReached ||= isNow;
    return isNow;
  };

  const ofDialpad = (call: () => Answer): Answer => {
    if (!isItsTurn()) return call();
    if (fault === 'death-before') return dead();
    if (fault === 'refused' || fault === 'unclear-not-done') {
      return errAsync(unavailable(fault === 'unclear-not-done'));
    }
    return call().andThen(() => (fault === 'unclear-done' ? err(unavailable(true)) : dead()));
  };
  const ofStore = (call: () => Answer): Answer => {
    if (!isItsTurn()) return call();
    if (fault === 'death-after') return call().andThen(dead);
    return fault === 'death-before'
      ? dead()
      : errAsync({ kind: 'store-unavailable', cause: 'cut' });
  };
  async function* list(items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    if (!isItsTurn()) {
      yield* items;
      return;
    }
    if (fault.startsWith('death')) dead();
    yield err(unavailable(false));
  }

  const methods = <Port extends object>(port: Port, through: (call: () => Answer) => Answer) =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        (...given: readonly unknown[]) => {
          if (name === 'alone') return method(...given);
          const isList = name === 'webhooks' || name === 'subscriptions';
          return isList ? list(method(...given)) : through(() => method(...given));
        },
      ]),
      // Ports are plain objects of functions, and have the same ones still.
    ) as Port;

  const client = methods(ports.client, ofDialpad);
  const registry = methods(ports.registry, ofStore);
  const keyStore = methods(ports.keyStore, ofStore);
  return { ports: { client, registry, keyStore }, isReached: () => isReached };
}

const interruptions = (most: number): fc.Arbitrary<readonly Interruption[]> =>
  fc.array(fc.record({ at: fc.nat({ max: most }), fault: fc.constantFrom(...FAULTS) }), {
    maxLength: 3,
  });

type Step = (setup: WebhookSetup) => ResultAsync<unknown, { readonly kind: string }>;

/** What goes wrong goes wrong, and in the end it is called once more. */
async function doAtLast(
  world: SetUpWorld,
  cuts: readonly Interruption[],
  step: Step,
): Promise<void> {
  for (const cut of cuts) {
    const { ports } = interrupt(world.ports, cut);
    // A process that died before it held anything rejects to nobody.
    await step(world.setupOver(ports)).then(
      () => {},
      () => {},
    );
  }
  const last = await step(world.setup);
  if (last.isErr()) throw new Error(`the last call failed: ${last.error.kind}`);
}

/** One webhook, one subscription of each wanted kind, and a record that says just that. */
async function assertInOrder({ dialpad, storage, appId, foreign }: SetUpWorld): Promise<void> {
  const [registration, ...more] = await answered(storage.webhookRegistry.registrations({ appId }));
  expect(more).toEqual([]);
  if (registration === undefined) throw new Error('there is no registration');
  const [webhook, ...others] = dialpad.webhooks().filter(({ id }) => id !== foreign.id);
  expect(others).toEqual([]);
  const hook = await answered(storage.keyStore.hook(registration.hookId));
  const [secret] = hook?.secrets ?? [];
  expect(webhook).toEqual({
    id: registration.webhookId,
    hookUrl: registration.hookUrl,
    secret: secret?.text,
  });
  const own = dialpad.subscriptions().filter(({ webhookId }) => webhookId !== foreign.id);
  const inOrder = SUBSCRIPTION_KINDS.flatMap((kind) =>
    own.filter((one) => one.terms.kind === kind),
  );
  expect(inOrder).toEqual(
    registration.wanted.map((terms, nth) => ({
      id: registration.subscriptions[nth]?.id,
      terms,
      enabled: true,
      webhookId: registration.webhookId,
      target: null,
    })),
  );
  expect(registration.subscriptions).toHaveLength(registration.wanted.length);
  expect(registration.state).toBe('registered');
  const at = { webhooks: dialpad.webhooks(), subscriptions: dialpad.subscriptions() };
  expect(compareOwn({ registration, secret: secret?.text ?? '' }, at)).toEqual([]);
}

test('setUp cut off anywhere and called again makes one webhook, and one subscription a kind', async () => {
  await fc.assert(
    fc.asyncProperty(interruptions(24), async (cuts) => {
      const world = await openSetUpWorld();
      const before = world.others();
      await doAtLast(world, cuts, (setup) => setup.setUp(world.request, sampleAct));
      await assertInOrder(world);
      expect(world.others()).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

test('each fault at each call of a first setUp is survived', async () => {
  for (const fault of FAULTS) {
    let isReached = true;
    for (let at = 0; isReached; at += 1) {
      const world = await openSetUpWorld();
      const cut = interrupt(world.ports, { at, fault });
      await world
        .setupOver(cut.ports)
        .setUp(world.request, sampleAct)
        .then(
          () => {},
          () => {},
        );
      isReached = cut.isReached();
      (await world.setup.setUp(world.request, sampleAct))._unsafeUnwrap();
      await assertInOrder(world);
      if (!isReached) expect(at).toBeGreaterThan(15);
    }
  }
});

test('whatever else was cut off, the next call finishes it', async () => {
  const kinds = fc.constantFrom(...SUBSCRIPTION_KINDS);
  const steps: fc.Arbitrary<(hookId: string) => Step> = fc.oneof(
    fc.constant(
      (hookId: string): Step =>
        (setup) =>
          setup.repair(hookId, sampleAct),
    ),
    kinds.map(
      (kind) =>
        (hookId: string): Step =>
        (setup) =>
          setup.unsubscribe(hookId, kind, sampleAct),
    ),
    fc.constantFrom('hangup', 'all').map((state) => (hookId: string): Step => {
      const terms = { kind: 'call', callStates: [state] } as const;
      return (setup) => setup.subscribe(hookId, terms, sampleAct);
    }),
    fc.constant(
      (hookId: string): Step =>
        (setup) =>
          setup.rotateSecret({ hookId }, sampleAct),
    ),
  );
  const plan = fc.array(
    fc.record({ step: steps, cuts: interruptions(16), vandal: fc.nat({ max: 4 }) }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      const world = await openSetUpWorld();
      const { registration } = await answered(world.setup.setUp(world.request, sampleAct));
      const { hookId } = registration;
      const before = world.others();
      for (const { step, cuts, vandal } of given) {
        await vandalise(world, vandal);
        await doAtLast(world, cuts, (setup) => setup.repair(hookId, sampleAct));
        await doAtLast(world, cuts, step(hookId));
        (await world.setup.repair(hookId, sampleAct))._unsafeUnwrap();
        await assertInOrder(world);
        expect(world.others()).toEqual(before);
      }
    }),
    { numRuns: 100 },
  );
});

/** Somebody else's hand in what is ours. */
async function vandalise(world: SetUpWorld, vandal: number): Promise<void> {
  const { dialpad, storage, appId } = world;
  const [registration] = await answered(storage.webhookRegistry.registrations({ appId }));
  const webhookId = registration?.webhookId ?? '';
  if (vandal === 1) await world.ports.client.deleteWebhook(webhookId);
  if (vandal === 4) dialpad.remove(webhookId);
  if (vandal === 2) dialpad.remove(registration?.subscriptions[0]?.id ?? '');
  if (vandal === 3) await world.ports.client.updateWebhook(webhookId, { secret: 'another' });
}

test('remove cut off anywhere and called again leaves nothing of ours', async () => {
  await fc.assert(
    fc.asyncProperty(interruptions(14), fc.nat({ max: 4 }), async (cuts, vandal) => {
      const world = await openSetUpWorld();
      const { registration } = await answered(world.setup.setUp(world.request, sampleAct));
      const { hookId } = registration;
      await vandalise(world, vandal);
      const before = world.others();
      await doAtLast(world, cuts, (setup) =>
        setup
          .remove(hookId, sampleAct)
          .map(() => null)
          // The call before may have done it all, and died.
          .orElse((error) =>
            error.kind === 'hook-not-found'
              ? ResultAsync.fromSafePromise(Promise.resolve(null))
              : err(error),
          ),
      );
      expect(world.dialpad.webhooks()).toEqual([world.foreign]);
      expect(world.dialpad.subscriptions()).toEqual(before.subscriptions);
      expect(world.others()).toEqual(before);
      expect(await answered(world.storage.keyStore.hook(hookId))).toBeNull();
      expect(await answered(world.storage.webhookRegistry.registrations({}))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a rotation cut off anywhere leaves Dialpad with a secret that verifies', async () => {
  await fc.assert(
    fc.asyncProperty(interruptions(8), async (cuts) => {
      const world = await openSetUpWorld();
      const { registration } = await answered(world.setup.setUp(world.request, sampleAct));
      const { hookId } = registration;
      const [, first] = world.dialpad.webhooks();
      const verifies = async (): Promise<void> => {
        const [, webhook] = world.dialpad.webhooks();
        const hook = await answered(world.storage.keyStore.hook(hookId));
        const secrets = hook?.secrets.map(({ text }) => text);
        expect(secrets).toContain(webhook?.secret);
        // What Dialpad signed before may still be on its way.
        expect(secrets).toContain(first?.secret);
      };
      for (const cut of cuts) {
        const { ports } = interrupt(world.ports, cut);
        await world
          .setupOver(ports)
          .rotateSecret({ hookId }, sampleAct)
          .then(
            () => {},
            () => {},
          );
        await verifies();
      }
      const { secret } = await answered(world.setup.rotateSecret({ hookId }, sampleAct));
      expect(world.dialpad.webhooks()[1]?.secret).toBe(secret);
      await verifies();
    }),
    { numRuns: 100 },
  );
});
