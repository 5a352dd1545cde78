import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import type { Row } from './testing/api-client.test.support.ts';
import { type ByHand, byHand } from './testing/by-hand.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

let dialpad: DialpadStage;
let server: TestServer;
let hand: ByHand;
let app: SetUpApp;
let own: Own;
beforeAll(async () => {
  dialpad = await openDialpadStage({ hasLimits: false });
  server = await dialpad.start();
  hand = byHand(dialpad.simulator);
  app = await dialpad.setUpApp('Harborview');
});
beforeEach(async () => {
  await report('POST', 'repair');
  expect(await driftOf('GET', 'drift')).toEqual([]);
  own = await readOwn();
});
afterAll(() => dialpad.close());

async function report(method: string, what: string): Promise<Row> {
  const path = `/internal/webhooks/${app.hookId}/${what}`;
  const { status, body } = await dialpad.operate(method, path);
  expect(status).toBe(200);
  // As the API answers it.
  return body['data'] as Row;
}

const driftOf = async (method: string, what: string, part = 'drift') =>
  // As the API answers it.
  (await report(method, what))[part] as readonly Row[];

/** What we know to be at Dialpad, before somebody changes it. */
async function readOwn(): Promise<Own> {
  const { body } = await dialpad.operate('GET', `/internal/webhooks/${app.hookId}`);
  const { registration } = Hook.parse(body).data;
  const ofKind = new Map(registration.subscriptions.map(({ kind, id }) => [kind, id]));
  return {
    webhookId: registration.webhook_id,
    hookUrl: registration.hook_url,
    prefix: registration.hook_url.slice(0, -app.hookId.length),
    pathOf: (kind) => `/subscriptions/${kind}/${String(ofKind.get(kind))}`,
  };
}

interface Own {
  readonly webhookId: string;
  readonly hookUrl: string;
  /** Of the addresses of all our webhooks. */
  readonly prefix: string;
  /** Of a subscription. */
  readonly pathOf: (kind: string) => string;
}

const Hook = z.object({
  data: z.object({
    registration: z.object({
      webhook_id: z.string(),
      hook_url: z.string(),
      subscriptions: z.array(z.object({ kind: z.string(), id: z.string() })),
    }),
  }),
});

const newSecret = (): string => randomBytes(24).toString('base64url');
const newHookId = (): string => randomBytes(11).toString('hex');

interface Vandalism {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  readonly drift: () => readonly object[];
  /** What is made right is another than before; false when absent. */
  readonly isRenewed?: boolean;
}

const vandalisms: readonly Vandalism[] = [
  {
    name: 'the webhook is deleted',
    isRenewed: true,
    act: () => hand('DELETE', `/webhooks/${own.webhookId}`),
    // The subscriptions stay, and deliver nowhere.
    drift: () => [
      { kind: 'webhook-missing' },
      ...['call', 'sms', 'agent_status'].map((subscription) => ({
        kind: 'subscription-differs',
        subscription,
      })),
    ],
  },
  {
    name: 'the secret is changed',
    act: () => hand('PATCH', `/webhooks/${own.webhookId}`, { secret: newSecret() }),
    drift: () => [{ kind: 'webhook-secret-differs', webhook_id: own.webhookId }],
  },
  {
    name: 'the webhook signs no more',
    act: () => hand('PATCH', `/webhooks/${own.webhookId}`, { secret: '' }),
    drift: () => [{ kind: 'webhook-secret-differs', webhook_id: own.webhookId }],
  },
  {
    name: 'the webhook posts elsewhere',
    act: () =>
      hand('PATCH', `/webhooks/${own.webhookId}`, { hook_url: 'https://crm.example.com/' }),
    drift: () => [{ kind: 'webhook-address-differs', webhook_id: own.webhookId }],
  },
  {
    name: 'a second webhook posts to our address',
    act: async () => {
      const twin = await hand('POST', '/webhooks', { hook_url: own.hookUrl });
      await hand('POST', '/subscriptions/call', { endpoint_id: twin['id'] });
    },
    drift: () => [{ kind: 'webhook-doubled' }],
  },
  {
    name: 'a subscription is disabled',
    act: () => hand('PATCH', own.pathOf('call'), { enabled: false }),
    drift: () => [{ kind: 'subscription-differs', subscription: 'call' }],
  },
  {
    name: 'a subscription asks for less',
    act: () => hand('PATCH', own.pathOf('call'), { call_states: ['hangup'] }),
    drift: () => [{ kind: 'subscription-differs', subscription: 'call' }],
  },
  {
    name: 'a subscription is deleted',
    isRenewed: true,
    act: () => hand('DELETE', own.pathOf('sms')),
    drift: () => [{ kind: 'subscription-missing', subscription: 'sms' }],
  },
  {
    name: 'a subscription is doubled',
    act: () =>
      hand('POST', '/subscriptions/sms', {
        endpoint_id: own.webhookId,
        direction: 'inbound',
      }),
    drift: () => [{ kind: 'subscription-doubled', subscription: 'sms' }],
  },
  {
    name: 'a subscription for one user is added',
    act: () =>
      hand('POST', '/subscriptions/call', {
        endpoint_id: own.webhookId,
        target_type: 'user',
        target_id: dialpad.simulator.company.users[0]?.id,
      }),
    drift: () => [{ kind: 'subscription-unwanted', subscription: 'call' }],
  },
  {
    name: 'a webhook of ours is left from before',
    act: async () => {
      const stale = await hand('POST', '/webhooks', { hook_url: own.prefix + newHookId() });
      await hand('POST', '/subscriptions/call', { endpoint_id: stale['id'] });
    },
    drift: () => [{ kind: 'webhook-stale' }],
  },
];

const kindsOf = (drift: readonly object[]) => drift.map((one) => expect.objectContaining(one));

test.each(vandalisms)(
  '$name: it is told, and made right',
  async ({ act, drift, isRenewed = false }) => {
    const before = dialpad.simulator.setUp();
    await act();
    const expected = kindsOf(drift());
    const looked = dialpad.simulator.setUp();
    expect(await driftOf('GET', 'drift')).toEqual(expected);
    // Looking changes nothing.
    expect(dialpad.simulator.setUp()).toEqual(looked);
    expect(await driftOf('POST', 'repair', 'repaired')).toEqual(expected);
    expect(await driftOf('GET', 'drift')).toEqual([]);
    const { webhooks, subscriptions } = dialpad.simulator.setUp();
    if (!isRenewed) expect({ webhooks, subscriptions }).toEqual(before);
    expect([webhooks.length, subscriptions.length]).toEqual([1, 3]);
    expect(await driftOf('POST', 'repair', 'repaired')).toEqual([]);
  },
);

test('all of that at once is made right by one repair, and events come again', async () => {
  for (const { act } of vandalisms.slice(1)) await act();
  await hand('DELETE', `/webhooks/${own.webhookId}`);
  expect((await driftOf('POST', 'repair', 'repaired')).length).toBeGreaterThan(4);
  expect(await driftOf('GET', 'drift')).toEqual([]);
  const { webhooks, subscriptions } = dialpad.simulator.setUp();
  const [webhook] = webhooks;
  expect(webhooks).toHaveLength(1);
  expect(subscriptions.filter(({ endpointId }) => endpointId === webhook?.id)).toHaveLength(3);
  // Those that somebody added went with their webhook, and nothing says any more that it was ours.
  for (const { id, kind, endpointId } of subscriptions) {
    if (endpointId !== webhook?.id) await hand('DELETE', `/subscriptions/${kind}/${id}`);
  }
  const { lost } = dialpad.simulator.deliveries();
  dialpad.simulator.play('20-sms-inbound-to-user', { speed: Infinity });
  await waitFor(
    'the message',
    async () => (await server.client.list('/api/messages', app)).length > 0,
  );
  await dialpad.simulator.settled();
  expect(dialpad.simulator.deliveries()).toMatchObject({ lost, pending: 0 });
});

test('what belongs to others is named, and left alone', async () => {
  const hook = await hand('POST', '/webhooks', {
    hook_url: 'https://crm.example.com/hooks',
    secret: newSecret(),
  });
  await hand('POST', '/subscriptions/call', { endpoint_id: hook['id'] });
  // Nearly as ours.
  const nearly = await hand('POST', '/webhooks', { hook_url: `${own.prefix}test` });
  const other = await dialpad.setUpApp('Tidewater');
  const before = dialpad.simulator.setUp();
  const foreign = [
    { kind: 'webhook-foreign', webhook_id: hook['id'], hook_url: 'https://crm.example.com/hooks' },
    { kind: 'webhook-foreign', webhook_id: nearly['id'], hook_url: `${own.prefix}test` },
  ];
  expect(await driftOf('GET', 'drift')).toEqual(foreign);
  expect(await report('POST', 'repair')).toMatchObject({ repaired: [], drift: foreign });
  expect(dialpad.simulator.setUp()).toEqual(before);

  expect((await dialpad.operate('DELETE', `/internal/webhooks/${other.hookId}`)).status).toBe(200);
  await hand('DELETE', `/webhooks/${String(nearly['id'])}`);
  for (const { id, endpointId } of dialpad.simulator.setUp().subscriptions) {
    if (endpointId === hook['id']) await hand('DELETE', `/subscriptions/call/${id}`);
  }
  await hand('DELETE', `/webhooks/${String(hook['id'])}`);
});

test('a webhook that is kept by hand is not compared', async () => {
  const path = `/internal/webhooks/create?app_id=${app.appId}`;
  const { body } = await dialpad.operate('POST', path, { register: false });
  const byHandPath = `/internal/webhooks/${String(body['hook_id'])}`;
  for (const [method, what] of [
    ['GET', 'drift'],
    ['POST', 'repair'],
  ] as const) {
    const answer = await dialpad.operate(method, `${byHandPath}/${what}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-registered' } });
  }
  expect((await dialpad.operate('DELETE', byHandPath)).status).toBe(200);
  expect(dialpad.simulator.setUp().webhooks).toHaveLength(1);
});

test('each repair that did something is in the audit log', async () => {
  const entries = await server.client.list(`/internal/audit?app_id=${app.appId}`, 'operator');
  const repairs = entries.filter(({ action }) => action === 'webhook.repaired');
  expect(repairs).toHaveLength(vandalisms.length + 1);
});
