import assert from 'node:assert/strict';

import type { SubscriptionTerms } from '../domain/dialpad.ts';
import type { DialpadClient, NewDialpadWebhook } from '../ports/dialpad-client.ts';
import type { DialpadSubject } from './dialpad-subject.ts';
import { answered } from './harness/answered.ts';
import { all, clientOf, dialpadLaw, refused } from './harness/dialpad.ts';
import { numbers } from './harness/payloads.ts';

const NOT_FOUND = { kind: 'dialpad-not-found' };
const NOBODYS = '4500000000000001';

const TERMS: readonly SubscriptionTerms[] = [
  { kind: 'call', callStates: ['hangup', 'connected'] },
  { kind: 'sms', direction: 'inbound', status: true, includeInternal: false },
  { kind: 'agent_status' },
];

const OTHER_TERMS: readonly SubscriptionTerms[] = [
  { kind: 'call', callStates: ['all'] },
  { kind: 'sms', direction: 'all', status: false, includeInternal: true },
  { kind: 'agent_status' },
];

const OTHER: SubscriptionTerms = { kind: 'agent_status' };

/** Webhooks and subscriptions, as the port `DialpadClient` promises them. */
export const dialpadSetUpLaws = [
  dialpadLaw('a webhook is at Dialpad as it was given, and is told so again', async (subject) => {
    const client = clientOf(subject);
    const made = await answered(client.createWebhook(hook(1)));
    assert.deepEqual({ ...made, id: '' }, { id: '', ...hook(1) });
    assert.deepEqual(await subject.webhooks(), [made]);
    assert.deepEqual(await answered(client.webhook(made.id)), made);
  }),

  dialpadLaw('all webhooks are listed, whoever made them', async (subject) => {
    const [one, other] = [clientOf(subject), clientOf(subject, subject.limitedToken)];
    const made = [];
    for (const nth of numbers(23)) {
      made.push(await answered((nth % 2 === 0 ? one : other).createWebhook(hook(nth))));
    }
    const byId = (list: readonly { readonly id: string }[]) =>
      [...list].sort((a, b) => a.id.localeCompare(b.id));
    assert.deepEqual(byId(await all(one.webhooks())), byId(made));
  }),

  dialpadLaw('of a webhook only what is given changes', async (subject) => {
    const client = clientOf(subject);
    const [{ id }, other] = [
      await answered(client.createWebhook(hook(1))),
      await answered(client.createWebhook(hook(2))),
    ];
    const secret = 'n'.repeat(32);
    const renamed = { ...hook(1), id, secret };
    assert.deepEqual(await answered(client.updateWebhook(id, { secret })), renamed);
    const moved = { ...renamed, hookUrl: hook(3).hookUrl };
    const { hookUrl } = moved;
    assert.deepEqual(await answered(client.updateWebhook(id, { hookUrl })), moved);
    assert.deepEqual(await answered(client.updateWebhook(id, {})), moved);
    assert.deepEqual(await answered(client.webhook(id)), moved);
    assert.deepEqual(await answered(client.webhook(other.id)), other);
  }),

  dialpadLaw('a webhook is deleted once; then it is not found', async (subject) => {
    const client = clientOf(subject);
    const { id } = await answered(client.createWebhook(hook(1)));
    await answered(client.deleteWebhook(id));
    assert.deepEqual(await subject.webhooks(), []);
    assert.deepEqual(await refused(client.deleteWebhook(id)), NOT_FOUND);
    assert.deepEqual(await refused(client.webhook(id)), NOT_FOUND);
    assert.deepEqual(await refused(client.updateWebhook(id, hook(2))), NOT_FOUND);
  }),

  dialpadLaw('a subscription of each kind is as it was given, and is told so', async (subject) => {
    const client = clientOf(subject);
    const { id: webhookId } = await answered(client.createWebhook(hook(1)));
    for (const [index, terms] of TERMS.entries()) {
      const wanted = { terms, webhookId, enabled: index !== 0 };
      const made = await answered(client.createSubscription(wanted));
      assert.deepEqual(made, { id: made.id, target: null, ...wanted });
      assert.deepEqual(await answered(client.subscription(terms.kind, made.id)), made);
      assert.ok((await subject.subscriptions()).includes(made.id));
    }
  }),

  dialpadLaw('all subscriptions of a kind are listed, and none of another', async (subject) => {
    const [one, other] = [clientOf(subject), clientOf(subject, subject.limitedToken)];
    const { id: webhookId } = await answered(one.createWebhook(hook(1)));
    for (const terms of TERMS) {
      for (const client of [one, other, one]) {
        await answered(client.createSubscription({ terms, webhookId, enabled: true }));
      }
    }
    const listed = [];
    for (const { kind } of TERMS) {
      const found = await all(other.subscriptions(kind));
      assert.deepEqual(
        found.map(({ terms }) => terms.kind),
        [kind, kind, kind],
      );
      listed.push(...found.map(({ id }) => id));
    }
    assert.deepEqual(listed.sort(), [...(await subject.subscriptions())].sort());
  }),

  dialpadLaw('a changed subscription is what is given', async (subject) => {
    const client = clientOf(subject);
    const { id: webhookId } = await answered(client.createWebhook(hook(1)));
    const { id: otherWebhookId } = await answered(client.createWebhook(hook(2)));
    for (const [index, terms] of TERMS.entries()) {
      const { id } = await answered(client.createSubscription({ terms, webhookId, enabled: true }));
      const wanted = {
        terms: OTHER_TERMS[index] ?? terms,
        webhookId: otherWebhookId,
        enabled: false,
      };
      const changed = await answered(client.updateSubscription(id, wanted));
      assert.deepEqual(changed, { id, target: null, ...wanted });
      assert.deepEqual(await answered(client.subscription(terms.kind, id)), changed);
    }
    assert.equal((await subject.subscriptions()).length, TERMS.length);
  }),

  dialpadLaw(
    'a subscription is deleted once, and by its kind; then it is not found',
    async (subject) => {
      const client = clientOf(subject);
      const { id: webhookId } = await answered(client.createWebhook(hook(1)));
      for (const terms of TERMS) {
        const wanted = { terms, webhookId, enabled: true };
        const { kind } = terms;
        const { id } = await answered(client.createSubscription(wanted));
        const kept = await answered(client.createSubscription(wanted));
        await answered(client.deleteSubscription(kind, id));
        assert.deepEqual(await refused(client.deleteSubscription(kind, id)), NOT_FOUND);
        assert.deepEqual(await refused(client.subscription(kind, id)), NOT_FOUND);
        assert.deepEqual(await refused(client.updateSubscription(id, wanted)), NOT_FOUND);
        assert.deepEqual(await all(client.subscriptions(kind)), [kept]);
        const other = kind === 'call' ? 'sms' : 'call';
        assert.deepEqual(await refused(client.subscription(other, kept.id)), NOT_FOUND);
        assert.deepEqual(await refused(client.deleteSubscription(other, kept.id)), NOT_FOUND);
        assert.deepEqual(await answered(client.subscription(kind, kept.id)), kept);
      }
    },
  ),

  dialpadLaw('what makes no sense is rejected with words, and nothing is made', async (subject) => {
    const client = clientOf(subject);
    const wanted = { terms: OTHER, webhookId: NOBODYS, enabled: true };
    const error = await refused(client.createSubscription(wanted));
    assert.ok(error.kind === 'dialpad-rejected', error.kind);
    assert.ok(error.detail.length > 0 && error.detail.length <= 300);
    assert.deepEqual(await subject.subscriptions(), []);
  }),

  dialpadLaw('a create that ends unclear says so, and is not sent again', async (subject) => {
    const client = clientOf(subject);
    const { id: webhookId } = await answered(client.createWebhook(hook(1)));
    const subscription = { terms: OTHER, webhookId, enabled: true };
    for (const [end, made] of [
      ['unclear-done', 1],
      ['unclear-not-done', 0],
    ] as const) {
      const [webhooks, subscriptions] = await countOf(subject);
      subject.interrupt('createWebhook', end);
      await expectUnclear(client.createWebhook(hook(2)));
      subject.interrupt('createSubscription', end);
      await expectUnclear(client.createSubscription(subscription));
      assert.deepEqual(await countOf(subject), [webhooks + made, subscriptions + made]);
    }
    assert.equal(await subject.asked('createWebhook'), 3);
    assert.equal(await subject.asked('createSubscription'), 2);
  }),

  dialpadLaw('in trouble a create is not repeated, and what may be is', async (subject) => {
    const client = clientOf(subject);
    const { id } = await answered(client.createWebhook(hook(1)));
    subject.trouble(1);
    await expectUnclear(client.createWebhook(hook(2)));
    assert.equal((await subject.webhooks()).length, 1);
    subject.trouble(1);
    assert.equal((await answered(client.webhook(id))).id, id);
    subject.trouble(1);
    assert.equal((await all(client.webhooks())).length, 1);
    subject.trouble(1);
    await answered(client.updateWebhook(id, { hookUrl: hook(3).hookUrl }));
    subject.trouble(1);
    await answered(client.deleteWebhook(id));
    assert.deepEqual(await subject.webhooks(), []);
  }),

  dialpadLaw(
    'many requests at once by two clients of a company are all answered',
    async (subject) => {
      const clients = [clientOf(subject), clientOf(subject, subject.limitedToken)];
      const { id } = await answered(clientOf(subject).createWebhook(hook(1)));
      const asked = numbers(15).flatMap(() =>
        clients.map((client) => answered(client.webhook(id))),
      );
      for (const webhook of await Promise.all(asked)) assert.equal(webhook.id, id);
    },
  ),
];

function hook(nth: number): NewDialpadWebhook {
  return { hookUrl: `https://cti.example/webhooks/${nth}`, secret: `${nth}`.repeat(32) };
}

type Creating = ReturnType<DialpadClient['createWebhook' | 'createSubscription']>;

async function expectUnclear(creating: Creating): Promise<void> {
  const result = await creating;
  assert.ok(result.isErr() && result.error.kind === 'dialpad-unavailable');
  assert.equal(result.error.isUnclear, true);
}

async function countOf(subject: DialpadSubject): Promise<readonly [number, number]> {
  return [(await subject.webhooks()).length, (await subject.subscriptions()).length];
}
