import type { ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import type { DialpadSubscription } from '../../domain/dialpad.ts';
import { answered } from '../../testing/harness/answered.ts';
import { auditTrail } from '../../testing/harness/audit-trail.ts';
import { makeApp } from '../../testing/harness/make-app.ts';
import { SAMPLE_BASE_URL } from '../../testing/harness/registrations.ts';
import { sampleAct } from '../../testing/harness/sample-act.ts';
import {
  openSetUpWorld,
  type SetUpWorld,
} from '../../testing/harness/set-up-world.test.support.ts';
import { sampleHook } from '../../testing/key-store-samples.ts';
import { DEFAULT_SUBSCRIPTIONS } from './webhook-setup.ts';

const STRANGE_ID = '0123456789ABCDEFGHIJKL';
const GIVEN_SECRET = 'a secret of somebody who typed it in';

async function openSetUp() {
  const world = await openSetUpWorld();
  const { registration } = await answered(world.setup.setUp(world.request, sampleAct));
  return { ...world, registration, hookId: registration.hookId };
}

/** The whole error, so that nothing else may be in it. */
const faultOf = (answer: ResultAsync<unknown, { readonly kind: string }>): Promise<unknown> =>
  answer.match(
    () => 'no error',
    (error) => error,
  );

function ownAt({ dialpad, foreign }: SetUpWorld) {
  return {
    webhooks: dialpad.webhooks().filter(({ id }) => id !== foreign.id),
    subscriptions: dialpad.subscriptions().filter(({ webhookId }) => webhookId !== foreign.id),
  };
}

const entriesOf = async (world: SetUpWorld): Promise<readonly string[]> =>
  (await auditTrail(world.storage))
    .map(({ action }) => action)
    .filter((action) => action.startsWith('webhook.'))
    .toReversed();

const secretOf = async ({ storage }: SetUpWorld, hookId: string) =>
  (await answered(storage.keyStore.hook(hookId)))?.secrets.map(({ text, until }) => ({
    text,
    until,
  }));

describe('setUp', () => {
  test('makes one webhook and one subscription of each kind, and notes them', async () => {
    const world = await openSetUpWorld();
    const before = world.others();
    const made = await answered(world.setup.setUp(world.request, sampleAct));
    const { registration } = made;
    const { hookId } = registration;
    const [secret] = (await secretOf(world, hookId)) ?? [];
    const { webhooks, subscriptions } = ownAt(world);

    expect(made.isNew).toBe(true);
    expect(hookId).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(webhooks).toEqual([
      {
        id: registration.webhookId,
        hookUrl: `${SAMPLE_BASE_URL}/${hookId}`,
        secret: secret?.text,
      },
    ]);
    expect(subscriptions).toEqual(
      DEFAULT_SUBSCRIPTIONS.map((terms, nth) => ({
        id: registration.subscriptions[nth]?.id,
        terms,
        enabled: true,
        webhookId: registration.webhookId,
        target: null,
      })),
    );
    expect(registration.state).toBe('registered');
    expect(world.others()).toEqual(before);
    expect(await entriesOf(world)).toEqual(['webhook.created', 'webhook.registered']);
  });

  test('called again and again, or by many at once, changes nothing and writes no entry', async () => {
    const world = await openSetUpWorld();
    const setUp = () => answered(world.setup.setUp(world.request, sampleAct));
    const answers = await Promise.all([setUp(), setUp(), setUp()]);
    answers.push(await setUp());
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    for (const { registration } of answers) {
      expect(registration).toEqual(answers[0]?.registration);
    }
    expect(ownAt(world).webhooks).toHaveLength(1);
    expect(ownAt(world).subscriptions).toHaveLength(3);
    expect(await entriesOf(world)).toEqual(['webhook.created', 'webhook.registered']);
    const changes = world.dialpad
      .asked()
      .filter((method) => /^(create|update|delete)/.test(method));
    expect(changes).toHaveLength(4);
  });

  test('takes a given secret, and refuses another for what is there', async () => {
    const world = await openSetUpWorld();
    const { setup, request } = world;
    const first = { ...request, secret: GIVEN_SECRET };
    const { registration } = await answered(setup.setUp(first, sampleAct));
    expect(ownAt(world).webhooks[0]?.secret).toBe(GIVEN_SECRET);
    expect((await setup.setUp(first, sampleAct)).isOk()).toBe(true);

    const before = [ownAt(world), await entriesOf(world)];
    const other = { ...request, secret: `${GIVEN_SECRET} another time`, wanted: [] };
    expect(await faultOf(setup.setUp(other, sampleAct))).toEqual({
      kind: 'webhook-secret-differs',
    });
    expect([ownAt(world), await entriesOf(world)]).toEqual(before);
    expect(await answered(world.ports.registry.registration(registration.hookId))).toEqual(
      registration,
    );
  });

  test('refuses what cannot be, and asks Dialpad nothing', async () => {
    const { setup, request, storage, dialpad } = await openSetUpWorld();
    const { app: unconnected } = await makeApp(storage.keyStore);
    for (const [change, kind] of [
      [{ secret: 'short' }, 'hook-secret-too-short'],
      [{ secret: `${GIVEN_SECRET}\n` }, 'hook-secret-malformed'],
      [{ appId: 'no such app' }, 'app-not-found'],
      [{ appId: unconnected.appId }, 'dialpad-not-connected'],
    ] as const) {
      expect(await faultOf(setup.setUp({ ...request, ...change }, sampleAct))).toEqual({ kind });
    }
    expect(dialpad.asked()).toEqual([]);
    expect(await answered(storage.webhookRegistry.registrations({}))).toEqual([]);
  });

  test('changes what is wanted, and deletes kinds that no longer are', async () => {
    const world = await openSetUp();
    const { setup, request, registration } = world;
    const terms = { kind: 'call', callStates: ['hangup', 'ringing'] } as const;
    const changed = await answered(setup.setUp({ ...request, wanted: [terms] }, sampleAct));
    expect(changed).toMatchObject({
      isNew: false,
      registration: { wanted: [terms], state: 'registered' },
    });
    const [call] = registration.subscriptions;
    expect(ownAt(world).subscriptions).toMatchObject([{ id: call?.id, terms }]);
    expect(changed.registration.subscriptions).toEqual([call]);
    // What is wanted now stays so when nobody says otherwise.
    const again = await answered(setup.setUp(request, sampleAct));
    expect(again.registration).toEqual(changed.registration);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.changed']);
  });

  test('of several terms of a kind wants the last', async () => {
    const { setup, request } = await openSetUpWorld();
    const sms = { kind: 'sms', status: true, includeInternal: false } as const;
    const wanted = [
      { ...sms, direction: 'inbound' },
      { kind: 'call', callStates: ['all'] },
      { ...sms, direction: 'all' },
    ] as const;
    const { registration } = await answered(setup.setUp({ ...request, wanted }, sampleAct));
    expect(registration.wanted).toEqual([wanted[1], wanted[2]]);
  });

  test('removes doubled webhooks and subscriptions, and those of a removed webhook are used again', async () => {
    const world = await openSetUp();
    const { dialpad, setup, request, registration } = world;
    const doubled = dialpad.addWebhook({ hookUrl: registration.hookUrl, secret: 'other' });
    const all = { enabled: true, target: null, terms: { kind: 'agent_status' } } as const;
    dialpad.addSubscription({ ...all, webhookId: doubled.id });
    dialpad.addSubscription({ ...all, webhookId: registration.webhookId });
    dialpad.addSubscription({
      ...all,
      webhookId: registration.webhookId,
      target: { type: 'user', id: '5' },
    });
    const again = await answered(setup.setUp(request, sampleAct));
    expect(again.registration).toEqual(registration);
    expect(ownAt(world).webhooks).toHaveLength(1);
    expect(ownAt(world).subscriptions).toHaveLength(3);

    await answered(world.ports.client.deleteWebhook(registration.webhookId ?? ''));
    const anew = await answered(setup.setUp(request, sampleAct));
    expect(anew.registration.webhookId).not.toBe(registration.webhookId);
    expect(anew.registration.subscriptions).toEqual(registration.subscriptions);
    expect(ownAt(world).subscriptions.map(({ webhookId }) => webhookId)).toEqual(
      Array(3).fill(anew.registration.webhookId),
    );
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.repaired', 'webhook.repaired']);
  });

  test('says when ten others speak for the whole company already, and goes on when one is gone', async () => {
    const world = await openSetUpWorld();
    const { dialpad, setup, request, foreign } = world;
    const added: DialpadSubscription[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      const terms = {
        kind: 'sms',
        direction: 'all',
        status: false,
        includeInternal: false,
      } as const;
      added.push(
        dialpad.addSubscription({ terms, webhookId: foreign.id, enabled: true, target: null }),
      );
    }
    const limit = { kind: 'subscription-limit', subscription: 'sms' };
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await faultOf(setup.setUp(request, sampleAct))).toEqual(limit);
      const kinds = ownAt(world).subscriptions.map(({ terms }) => terms.kind);
      expect(kinds).toEqual(['call', 'agent_status']);
      const [pending] = await answered(world.ports.registry.registrations({}));
      expect(pending).toMatchObject({
        state: 'pending',
        subscriptions: [{ kind: 'call' }, { kind: 'agent_status' }],
      });
    }
    dialpad.remove(added[0]?.id ?? '');
    expect((await setup.setUp(request, sampleAct)).isOk()).toBe(true);
    expect(ownAt(world).subscriptions).toHaveLength(3);
  });

  test('says so too when Dialpad refuses because others were quicker', async () => {
    const world = await openSetUpWorld();
    const { dialpad, ports, request, foreign } = world;
    const terms = { kind: 'agent_status' } as const;
    const quick = { enabled: true, target: null, terms, webhookId: foreign.id };
    const setup = world.setupOver({
      client: {
        ...ports.client,
        createSubscription(wanted) {
          for (let nth = 0; wanted.terms.kind === 'agent_status' && nth < 9; nth += 1) {
            dialpad.addSubscription(quick);
          }
          return ports.client.createSubscription(wanted);
        },
      },
    });
    expect(await faultOf(setup.setUp(request, sampleAct))).toEqual({
      kind: 'subscription-limit',
      subscription: 'agent_status',
    });
  });

  test('makes nothing twice when the answer to a create is lost', async () => {
    const world = await openSetUpWorld();
    const { dialpad, setup, request } = world;
    dialpad.failNext('createWebhook', 'unclear-done');
    dialpad.failNext('createSubscription', 'unclear-done');
    await answered(setup.setUp(request, sampleAct));
    const creates = dialpad.asked().filter((method) => method.startsWith('create'));
    expect(creates).toEqual(['createWebhook', ...Array(3).fill('createSubscription')]);
    expect(ownAt(world).webhooks).toHaveLength(1);
    expect(ownAt(world).subscriptions).toHaveLength(3);
  });

  test('says pending of what is not known to be right any more', async () => {
    const { dialpad, setup, request, hookId, registration, storage } = await openSetUp();
    dialpad.remove(registration.subscriptions[0]?.id ?? '');
    dialpad.failNext('createSubscription', { kind: 'dialpad-forbidden', scope: null });
    expect((await setup.setUp(request, sampleAct)).isErr()).toBe(true);
    const { webhookRegistry: registry } = storage;
    expect((await answered(registry.registration(hookId)))?.state).toBe('pending');
    const again = await answered(setup.setUp(request, sampleAct));
    expect(again.registration.state).toBe('registered');
  });

  test('makes the other kinds when Dialpad refuses one, and stops when it cannot be reached', async () => {
    for (const [fault, kinds] of [
      [{ kind: 'dialpad-forbidden', scope: null }, ['sms', 'agent_status']],
      [{ kind: 'dialpad-rate-limited', retryAt: 0 }, []],
      [{ kind: 'dialpad-unauthorized' }, []],
    ] as const) {
      const world = await openSetUpWorld();
      const { dialpad, setup, request } = world;
      dialpad.failNext('createSubscription', fault);
      expect(await faultOf(setup.setUp(request, sampleAct))).toEqual(fault);
      expect(ownAt(world).subscriptions.map(({ terms }) => terms.kind)).toEqual(kinds);
      expect((await setup.setUp(request, sampleAct)).isOk()).toBe(true);
      expect(ownAt(world).subscriptions).toHaveLength(3);
    }
  });

  test('changes the other kinds when Dialpad refuses to change one', async () => {
    const world = await openSetUp();
    const { dialpad, setup, request } = world;
    const refusal = { kind: 'dialpad-rejected', status: 400, detail: 'no' } as const;
    dialpad.failNext('updateSubscription', refusal);
    const call = { kind: 'call', callStates: ['hangup'] } as const;
    const wanted = [call, { kind: 'agent_status' }] as const;
    expect(await faultOf(setup.setUp({ ...request, wanted }, sampleAct))).toEqual(refusal);
    expect(ownAt(world).subscriptions.map(({ terms }) => terms.kind)).toEqual([
      'call',
      'agent_status',
    ]);
    expect((await setup.setUp(request, sampleAct)).isOk()).toBe(true);
    expect(ownAt(world).subscriptions[0]?.terms).toEqual(call);
  });

  test('gives other refusals of Dialpad as they are', async () => {
    const { dialpad, setup, request } = await openSetUpWorld();
    const refusal = { kind: 'dialpad-rejected', status: 400, detail: 'no' } as const;
    dialpad.failNext('createSubscription', refusal);
    expect(await faultOf(setup.setUp(request, sampleAct))).toEqual(refusal);
    dialpad.failNext('createWebhook', { kind: 'dialpad-forbidden', scope: null });
    expect((await setup.setUp(request, sampleAct)).isOk()).toBe(true);
  });

  test('finishes a removal that was cut off, and makes a new one', async () => {
    const world = await openSetUp();
    const { dialpad, setup, request, hookId } = world;
    dialpad.failNext('deleteWebhook', { kind: 'dialpad-forbidden', scope: null });
    expect((await setup.remove(hookId, sampleAct)).isErr()).toBe(true);
    const made = await answered(setup.setUp(request, sampleAct));
    expect(made.isNew).toBe(true);
    expect(made.registration.hookId).not.toBe(hookId);
    expect(ownAt(world).webhooks).toHaveLength(1);
    expect(ownAt(world).subscriptions).toHaveLength(3);
  });
});

describe('drift', () => {
  test('is empty after setUp but for the webhooks of others, and changes nothing', async () => {
    const world = await openSetUp();
    const { setup, hookId, registration, foreign, dialpad } = world;
    const hookUrl = 'https://crm.example/dialpad';
    const before = [dialpad.webhooks(), dialpad.subscriptions()];
    expect(await answered(setup.drift(hookId))).toEqual({
      registration,
      drift: [{ kind: 'webhook-foreign', webhookId: foreign.id, hookUrl }],
    });
    expect([dialpad.webhooks(), dialpad.subscriptions()]).toEqual(before);
  });

  test('names stale webhooks, and not those of other hooks of ours', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, foreign, storage, appId } = world;
    const own = sampleHook(appId);
    await answered(storage.keyStore.createHook(own, sampleAct));
    dialpad.addWebhook({ hookUrl: `${SAMPLE_BASE_URL}/${own.hookId}`, secret: null });
    const hookUrl = `${SAMPLE_BASE_URL}/${STRANGE_ID}`;
    const stale = dialpad.addWebhook({ hookUrl, secret: null });
    const { drift } = await answered(setup.drift(hookId));
    expect(drift.filter(({ kind }) => kind === 'webhook-stale')).toEqual([
      { kind: 'webhook-stale', webhookId: stale.id, hookUrl },
    ]);
    expect(drift.filter(({ kind }) => kind === 'webhook-foreign')).toHaveLength(1);
    expect(drift).toHaveLength(2);
    expect(foreign.id).not.toBe(stale.id);
  });
});

describe('repair', () => {
  test('makes right what somebody changed, takes stale hooks away, and leaves others', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, registration, ports, foreign } = world;
    const before = world.others();
    const secret = (await secretOf(world, hookId))?.[0]?.text;
    await answered(
      ports.client.updateWebhook(registration.webhookId ?? '', {
        hookUrl: 'https://elsewhere.example',
        secret: GIVEN_SECRET,
      }),
    );
    dialpad.remove(registration.subscriptions[1]?.id ?? '');
    const hookUrl = `${SAMPLE_BASE_URL}/${STRANGE_ID}`;
    const stale = dialpad.addWebhook({ hookUrl, secret: null });
    const all = { enabled: true, target: null, terms: { kind: 'agent_status' } } as const;
    dialpad.addSubscription({ ...all, webhookId: stale.id });

    const { webhookId } = registration;
    const report = await answered(setup.repair(hookId, sampleAct));
    expect(report.repaired).toEqual([
      { kind: 'webhook-stale', webhookId: stale.id, hookUrl },
      { kind: 'webhook-address-differs', webhookId },
      { kind: 'webhook-secret-differs', webhookId },
      { kind: 'subscription-missing', subscription: 'sms' },
    ]);
    expect(report.drift).toMatchObject([{ kind: 'webhook-foreign', webhookId: foreign.id }]);
    expect(report.registration.state).toBe('registered');
    expect(ownAt(world).webhooks).toEqual([
      { id: webhookId, hookUrl: registration.hookUrl, secret },
    ]);
    expect(ownAt(world).subscriptions).toHaveLength(3);
    expect(world.others()).toEqual(before);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.repaired']);
    expect((await answered(setup.drift(hookId))).drift).toEqual(report.drift);
  });

  test('of what is right does nothing, and of stale hooks alone has one entry', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad } = world;
    expect((await answered(setup.repair(hookId, sampleAct))).repaired).toEqual([]);
    expect(await entriesOf(world)).toHaveLength(2);
    dialpad.addWebhook({ hookUrl: `${SAMPLE_BASE_URL}/${STRANGE_ID}`, secret: null });
    await answered(setup.repair(hookId, sampleAct));
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.repaired']);
    expect(ownAt(world).webhooks).toHaveLength(1);
  });

  test('finds room for ours among the subscriptions of stale hooks', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, registration } = world;
    dialpad.remove(registration.subscriptions[1]?.id ?? '');
    const hookUrl = `${SAMPLE_BASE_URL}/${STRANGE_ID}`;
    const { id: webhookId } = dialpad.addWebhook({ hookUrl, secret: null });
    const terms = { kind: 'sms', direction: 'all', status: false, includeInternal: false } as const;
    for (let nth = 0; nth < 10; nth += 1) {
      dialpad.addSubscription({ terms, webhookId, enabled: true, target: null });
    }
    await answered(setup.repair(hookId, sampleAct));
    expect(ownAt(world).subscriptions).toHaveLength(3);
  });

  test('finishes a removal that was cut off', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad } = world;
    dialpad.failNext('deleteWebhook', { kind: 'dialpad-forbidden', scope: null });
    await setup.remove(hookId, sampleAct);
    const { drift } = await answered(setup.drift(hookId));
    expect(drift.map(({ kind }) => kind)).toEqual(['webhook-foreign', 'webhook-stale']);
    const report = await answered(setup.repair(hookId, sampleAct));
    expect(report.registration.state).toBe('deleting');
    expect(ownAt(world)).toEqual({ webhooks: [], subscriptions: [] });
    expect(await faultOf(setup.drift(hookId))).toEqual({ kind: 'hook-not-found' });
  });
});

describe('remove', () => {
  test('takes away subscriptions, then the webhook, then our record', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, registration, storage } = world;
    const before = world.others();
    const asked = dialpad.asked().length;
    const removed = await answered(setup.remove(hookId, sampleAct));
    expect(removed).toEqual({ ...registration, state: 'deleting' });
    expect(ownAt(world)).toEqual({ webhooks: [], subscriptions: [] });
    expect(world.others()).toEqual(before);
    const deletes = dialpad
      .asked()
      .slice(asked)
      .filter((method) => method.startsWith('delete'));
    expect(deletes).toEqual([...Array(3).fill('deleteSubscription'), 'deleteWebhook']);
    expect(await answered(storage.keyStore.hook(hookId))).toBeNull();
    expect((await entriesOf(world)).at(-1)).toBe('webhook.deleted');
  });

  test('is content with what is gone already, and takes along what is left without its webhook', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, registration } = world;
    dialpad.remove(registration.webhookId ?? '');
    dialpad.failNext('deleteSubscription', { kind: 'dialpad-not-found' });
    dialpad.remove(registration.subscriptions[0]?.id ?? '');
    expect((await setup.remove(hookId, sampleAct)).isOk()).toBe(true);
    // That one was said to be gone, and is not.
    expect(ownAt(world).subscriptions).toHaveLength(1);
  });

  test('keeps our record while Dialpad cannot be reached, and events are still taken', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, storage } = world;
    dialpad.failNext('deleteSubscription', 'unclear-not-done');
    expect(await faultOf(setup.remove(hookId, sampleAct))).toMatchObject({
      kind: 'dialpad-unavailable',
    });
    expect((await answered(storage.keyStore.hook(hookId)))?.secrets).toHaveLength(1);
    expect((await answered(storage.webhookRegistry.registration(hookId)))?.state).toBe('deleting');
    for (const refused of [
      setup.subscribe(hookId, { kind: 'agent_status' }, sampleAct),
      setup.unsubscribe(hookId, 'call', sampleAct),
      setup.rotateSecret({ hookId }, sampleAct),
    ]) {
      expect(await faultOf(refused)).toEqual({ kind: 'not-registered' });
    }
    expect((await setup.remove(hookId, sampleAct)).isOk()).toBe(true);
    expect(ownAt(world)).toEqual({ webhooks: [], subscriptions: [] });
  });
});

describe('rotateSecret', () => {
  test('begins here, gives Dialpad the new secret, and lets both verify without an end', async () => {
    const world = await openSetUp();
    const { setup, hookId } = world;
    const [before] = (await secretOf(world, hookId)) ?? [];
    const rotated = await answered(setup.rotateSecret({ hookId }, sampleAct));
    expect(rotated.hook.isRotationOpen).toBe(true);
    expect(ownAt(world).webhooks[0]?.secret).toBe(rotated.secret);
    expect(await secretOf(world, hookId)).toEqual([{ text: rotated.secret, until: null }, before]);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.secret-rotated']);
  });

  test('goes on with the same secret until Dialpad has taken it', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad } = world;
    const [before] = (await secretOf(world, hookId)) ?? [];
    const unavailable = { kind: 'dialpad-unavailable', isUnclear: false, cause: 'cut' } as const;
    dialpad.failNext('updateWebhook', unavailable);
    const given = { hookId, secret: GIVEN_SECRET };
    expect(await faultOf(setup.rotateSecret(given, sampleAct))).toEqual(unavailable);
    const secrets = [{ text: GIVEN_SECRET, until: null }, before];
    expect(await secretOf(world, hookId)).toEqual(secrets);
    expect(ownAt(world).webhooks[0]?.secret).toBe(before?.text);

    const other = { hookId, secret: `${GIVEN_SECRET} another time` };
    expect((await answered(setup.rotateSecret(other, sampleAct))).secret).toBe(GIVEN_SECRET);
    expect(await secretOf(world, hookId)).toEqual(secrets);
    expect(ownAt(world).webhooks[0]?.secret).toBe(GIVEN_SECRET);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.secret-rotated']);

    const next = await answered(setup.rotateSecret(other, sampleAct));
    expect(next.secret).toBe(other.secret);
    expect(ownAt(world).webhooks[0]?.secret).toBe(other.secret);
  });

  test('goes on until Dialpad has signed with the new one: the one before it does not end sooner', async () => {
    const world = await openSetUp();
    const { setup, hookId, storage } = world;
    const [before] = (await secretOf(world, hookId)) ?? [];
    const rotated = await answered(setup.rotateSecret({ hookId }, sampleAct));
    // As when the process died right after, and nobody was told.
    expect(await answered(setup.rotateSecret({ hookId }, sampleAct))).toEqual(rotated);
    expect(await secretOf(world, hookId)).toEqual([{ text: rotated.secret, until: null }, before]);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.secret-rotated']);

    await answered(storage.keyStore.closeRotation(hookId, Date.now() + 60_000));
    const next = await answered(setup.rotateSecret({ hookId }, sampleAct));
    expect(next.secret).not.toBe(rotated.secret);
    expect(ownAt(world).webhooks[0]?.secret).toBe(next.secret);
  });

  test('of the secret that is the current one changes nothing, whoever has seen it', async () => {
    const world = await openSetUp();
    const { setup, hookId, storage } = world;
    const given = { hookId, secret: GIVEN_SECRET };
    await answered(setup.rotateSecret(given, sampleAct));
    const secrets = await secretOf(world, hookId);
    expect((await answered(setup.rotateSecret(given, sampleAct))).secret).toBe(GIVEN_SECRET);
    expect(await secretOf(world, hookId)).toEqual(secrets);
    await answered(storage.keyStore.closeRotation(hookId, world.clock.time + 60_000));
    expect((await answered(setup.rotateSecret(given, sampleAct))).hook.isRotationOpen).toBe(false);
    expect((await secretOf(world, hookId))?.map(({ text }) => text)).toEqual(
      secrets?.map(({ text }) => text),
    );
  });

  test('is done when Dialpad took the secret and only its answer was lost', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, storage } = world;
    dialpad.failNext('updateWebhook', 'unclear-done');
    expect((await setup.rotateSecret({ hookId }, sampleAct)).isOk()).toBe(true);
    await answered(storage.keyStore.closeRotation(hookId, Date.now() + 60_000));
    dialpad.failNext('updateWebhook', 'unclear-not-done');
    expect(await faultOf(setup.rotateSecret({ hookId }, sampleAct))).toMatchObject({
      kind: 'dialpad-unavailable',
      isUnclear: true,
    });
  });

  test('changes nothing when there is no webhook, or the secret will not do', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, registration } = world;
    const before = await secretOf(world, hookId);
    for (const [secret, kind] of [
      ['short', 'hook-secret-too-short'],
      [` ${GIVEN_SECRET}`, 'hook-secret-malformed'],
    ] as const) {
      expect(await faultOf(setup.rotateSecret({ hookId, secret }, sampleAct))).toEqual({ kind });
    }
    dialpad.remove(registration.webhookId ?? '');
    expect(await faultOf(setup.rotateSecret({ hookId }, sampleAct))).toEqual({
      kind: 'dialpad-not-found',
    });
    expect(await secretOf(world, hookId)).toEqual(before);
  });
});

describe('subscribe and unsubscribe', () => {
  test('change one kind and leave the others', async () => {
    const world = await openSetUp();
    const { setup, hookId, registration } = world;
    const without = await answered(setup.unsubscribe(hookId, 'sms', sampleAct));
    expect(without.wanted.map(({ kind }) => kind)).toEqual(['call', 'agent_status']);
    expect(ownAt(world).subscriptions.map(({ terms }) => terms.kind)).toEqual([
      'call',
      'agent_status',
    ]);

    const terms = { kind: 'call', callStates: ['hangup'] } as const;
    const other = await answered(setup.subscribe(hookId, terms, sampleAct));
    expect(other.wanted).toEqual([terms, { kind: 'agent_status' }]);
    expect(other.subscriptions).toEqual(without.subscriptions);
    expect(other.webhookId).toBe(registration.webhookId);
    expect(ownAt(world).subscriptions[0]).toMatchObject({ terms, enabled: true });

    expect(await answered(setup.subscribe(hookId, terms, sampleAct))).toEqual(other);
    expect((await entriesOf(world)).slice(2)).toEqual(['webhook.changed', 'webhook.changed']);
  });

  test('keep what is wanted when Dialpad fails, for the next to finish', async () => {
    const world = await openSetUp();
    const { setup, hookId, dialpad, storage } = world;
    dialpad.failNext('deleteSubscription', { kind: 'dialpad-forbidden', scope: null });
    expect((await setup.unsubscribe(hookId, 'sms', sampleAct)).isErr()).toBe(true);
    const kept = await answered(storage.webhookRegistry.registration(hookId));
    expect(kept?.state).toBe('pending');
    const report = await answered(setup.repair(hookId, sampleAct));
    expect(report.repaired).toMatchObject([{ kind: 'subscription-unwanted', subscription: 'sms' }]);
    expect(ownAt(world).subscriptions).toHaveLength(2);
  });
});

test('all but setUp say of a hook that it is not there, or ours alone', async () => {
  const { setup, storage, appId, dialpad } = await openSetUpWorld();
  const { hookId: own } = sampleHook(appId);
  await answered(storage.keyStore.createHook({ ...sampleHook(appId), hookId: own }, sampleAct));
  for (const [hookId, kind] of [
    [own, 'not-registered'],
    ['no such hook', 'hook-not-found'],
  ] as const) {
    for (const answer of [
      setup.drift(hookId),
      setup.repair(hookId, sampleAct),
      setup.remove(hookId, sampleAct),
      setup.rotateSecret({ hookId }, sampleAct),
      setup.subscribe(hookId, { kind: 'agent_status' }, sampleAct),
      setup.unsubscribe(hookId, 'call', sampleAct),
    ]) {
      expect(await faultOf(answer)).toEqual({ kind });
    }
  }
  expect(dialpad.asked()).toEqual([]);
});
