import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { DialpadSubscription, DialpadWebhook } from '../../domain/dialpad.ts';
import type { Drift, Registration } from '../../domain/registration.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { compareSetUp } from './compare-set-up.ts';
import { DEFAULT_SUBSCRIPTIONS } from './webhook-setup.ts';

const BASE_URL = 'https://cti.example/webhooks/dialpad';
const HOOK_ID = 'ABCDEFGHIJKLMNOPQRSTUV';
const OTHER_HOOK_ID = 'abcdefghijklmnopqrstuv';
const STALE_HOOK_ID = '0123456789ABCDEFGHIJKL';

const registration: Registration = {
  hookId: HOOK_ID,
  appId: 'app',
  hookUrl: `${BASE_URL}/${HOOK_ID}`,
  wanted: DEFAULT_SUBSCRIPTIONS,
  webhookId: '100',
  subscriptions: [
    { kind: 'call', id: '101' },
    { kind: 'sms', id: '102' },
    { kind: 'agent_status', id: '103' },
  ],
  state: 'registered',
  createdAt: '2026-09-01T12:00:00.000Z',
};
const wanted = { registration, secret: 'current', ourHookIds: new Set([HOOK_ID, OTHER_HOOK_ID]) };

const webhook: DialpadWebhook = { id: '100', hookUrl: registration.hookUrl, secret: 'current' };
const [call, sms, status] = DEFAULT_SUBSCRIPTIONS.map(
  (terms, nth): DialpadSubscription => ({
    id: String(101 + nth),
    terms,
    enabled: true,
    webhookId: '100',
    target: null,
  }),
) as [DialpadSubscription, DialpadSubscription, DialpadSubscription];
const right: AtDialpad = { webhooks: [webhook], subscriptions: [call, sms, status] };

const others: AtDialpad = {
  webhooks: [
    { id: '200', hookUrl: 'https://crm.example', secret: null },
    { id: '201', hookUrl: null, secret: null },
    { id: '202', hookUrl: `${BASE_URL}/${OTHER_HOOK_ID}`, secret: 'its own' },
    { id: '203', hookUrl: `${BASE_URL}/${STALE_HOOK_ID}`, secret: null },
    { id: '204', hookUrl: `${BASE_URL}/${HOOK_ID}/deeper`, secret: null },
    { id: '205', hookUrl: `${BASE_URL}-next/${HOOK_ID}`, secret: null },
  ],
  subscriptions: [
    { ...call, id: '210', webhookId: '200' },
    { ...sms, id: '211', webhookId: null },
    { ...status, id: '212', webhookId: '202', enabled: false },
  ],
};
const ofOthers: readonly Drift[] = [
  { kind: 'webhook-foreign', webhookId: '200', hookUrl: 'https://crm.example' },
  { kind: 'webhook-foreign', webhookId: '201', hookUrl: null },
  { kind: 'webhook-stale', webhookId: '203', hookUrl: `${BASE_URL}/${STALE_HOOK_ID}` },
  { kind: 'webhook-foreign', webhookId: '204', hookUrl: `${BASE_URL}/${HOOK_ID}/deeper` },
  { kind: 'webhook-foreign', webhookId: '205', hookUrl: `${BASE_URL}-next/${HOOK_ID}` },
];

/** Things that may be otherwise than they should, in ways that do not touch each other. */
interface Change {
  readonly make: (at: AtDialpad) => AtDialpad;
  readonly drift: Drift;
}

const changeWebhook = (change: Partial<DialpadWebhook>) => (at: AtDialpad) => ({
  ...at,
  webhooks: at.webhooks.map((one) => (one.id === '100' ? { ...one, ...change } : one)),
});
const changeSubscription =
  (id: string, change: Partial<DialpadSubscription>) => (at: AtDialpad) => ({
    ...at,
    subscriptions: at.subscriptions.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });
const addSubscription = (subscription: DialpadSubscription) => (at: AtDialpad) => ({
  ...at,
  subscriptions: [...at.subscriptions, subscription],
});

const CHANGES: readonly Change[] = [
  {
    make: changeWebhook({ hookUrl: 'https://moved.example' }),
    drift: { kind: 'webhook-address-differs', webhookId: '100' },
  },
  {
    make: changeWebhook({ secret: null }),
    drift: { kind: 'webhook-secret-differs', webhookId: '100' },
  },
  {
    make: (at) => ({ ...at, webhooks: [...at.webhooks, { ...webhook, id: '300' }] }),
    drift: { kind: 'webhook-doubled', webhookId: '300' },
  },
  {
    make: (at) => ({ ...at, subscriptions: at.subscriptions.filter(({ id }) => id !== '101') }),
    drift: { kind: 'subscription-missing', subscription: 'call' },
  },
  {
    make: changeSubscription('102', { enabled: false }),
    drift: { kind: 'subscription-differs', subscription: 'sms', subscriptionId: '102' },
  },
  {
    make: addSubscription({ ...status, id: '303' }),
    drift: { kind: 'subscription-doubled', subscription: 'agent_status', subscriptionId: '303' },
  },
  {
    make: addSubscription({ ...sms, id: '302', target: { type: 'user', id: '5' } }),
    drift: { kind: 'subscription-unwanted', subscription: 'sms', subscriptionId: '302' },
  },
];

const shuffled = <Thing>(things: readonly Thing[]) =>
  fc.shuffledSubarray([...things], { minLength: things.length });

const inOrder = (drift: readonly Drift[]) => drift.map((one) => JSON.stringify(one)).toSorted();

describe('compareSetUp', () => {
  test('of what is right finds nothing', () => {
    expect(compareSetUp(wanted, right)).toEqual([]);
  });

  test('finds just what is otherwise, among the things of others, in any order', () => {
    const changes = fc.subarray([...CHANGES]);
    const arbitrary = fc.tuple(changes, fc.boolean()).chain(([made, hasOthers]) => {
      const changed = made.reduce((at, { make }) => make(at), right);
      const webhooks = [...changed.webhooks, ...(hasOthers ? others.webhooks : [])];
      const subscriptions = [...changed.subscriptions, ...(hasOthers ? others.subscriptions : [])];
      return fc.record({
        at: fc.record({ webhooks: shuffled(webhooks), subscriptions: shuffled(subscriptions) }),
        drift: fc.constant([...made.map(({ drift }) => drift), ...(hasOthers ? ofOthers : [])]),
      });
    });
    fc.assert(
      fc.property(arbitrary, ({ at, drift }) => {
        expect(inOrder(compareSetUp(wanted, at))).toEqual(inOrder(drift));
      }),
    );
  });

  test('without a webhook misses all, but uses again what it made', () => {
    const { subscriptions } = right;
    const missing = { kind: 'webhook-missing' };
    expect(compareSetUp(wanted, { webhooks: [], subscriptions: [] })).toEqual([
      missing,
      ...registration.subscriptions.map(({ kind }) => ({
        kind: 'subscription-missing',
        subscription: kind,
      })),
    ]);
    const left = subscriptions.map((one) => ({ ...one, webhookId: null }));
    expect(compareSetUp(wanted, { webhooks: [], subscriptions: left })).toEqual([
      missing,
      ...registration.subscriptions.map(({ kind, id }) => ({
        kind: 'subscription-differs',
        subscription: kind,
        subscriptionId: id,
      })),
    ]);
  });

  test('uses again what was made and not noted before its webhook was gone', () => {
    const pending = { ...registration, state: 'pending', subscriptions: [] } as const;
    const at = { webhooks: [], subscriptions: [call] };
    const drift = compareSetUp({ ...wanted, registration: pending }, at);
    expect(drift.map(({ kind }) => kind)).toEqual([
      'webhook-missing',
      'subscription-differs',
      'subscription-missing',
      'subscription-missing',
    ]);
  });

  test('takes a webhook at our address for ours before it is known', () => {
    const pending = {
      ...registration,
      state: 'pending',
      webhookId: null,
      subscriptions: [],
    } as const;
    expect(compareSetUp({ ...wanted, registration: pending }, right)).toEqual([]);
  });

  test('of two of a kind keeps the one that is right, then the one that is known', () => {
    const other = { ...call, id: '001' };
    const kept = (subscriptions: readonly DialpadSubscription[]) =>
      compareSetUp(wanted, { ...right, subscriptions: [...subscriptions, sms, status] });
    const doubled = { kind: 'subscription-doubled', subscription: 'call' };
    expect(kept([other, call])).toEqual([{ ...doubled, subscriptionId: '001' }]);
    expect(kept([{ ...call, enabled: false }, other])).toEqual([
      { ...doubled, subscriptionId: '101' },
    ]);
  });

  test('wants nothing of what is being removed', () => {
    const leaving = { ...registration, state: 'deleting' } as const;
    expect(compareSetUp({ ...wanted, registration: leaving }, right)).toEqual([
      { kind: 'webhook-stale', webhookId: '100', hookUrl: registration.hookUrl },
    ]);
  });
});
