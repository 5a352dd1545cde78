import { err, ok } from 'neverthrow';

import type { DialpadSubscription, DialpadWebhook } from '../domain/dialpad.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type {
  DialpadAccount,
  DialpadClient,
  NewDialpadSubscription,
} from '../ports/dialpad-client.ts';
import { mediaOf } from './dialpad-media.ts';
import { createMemoryRequests, type Outcome } from './dialpad-request.ts';
import type { MemoryDialpadState } from './dialpad-state.ts';

const MOST_COMPANY_WIDE = 10;
const NOT_FOUND = { kind: 'dialpad-not-found' } as const;

/** Never throws or rejects, as any client of Dialpad. */
export function createMemoryDialpadClient(
  state: MemoryDialpadState,
  account: DialpadAccount,
): DialpadClient {
  const { read, change, create, list } = createMemoryRequests(state, account);
  const { webhooks, subscriptions, users, calls, transcripts, now, newId } = state;

  return {
    createWebhook: (webhook) =>
      create('createWebhook', () => {
        const made: DialpadWebhook = { id: newId(), ...webhook };
        webhooks.set(made.id, made);
        return ok(made);
      }),
    webhook: (id) => read('webhook', () => found(webhooks.get(id))),
    webhooks: () => list('webhooks', () => [...webhooks.values()]),
    updateWebhook: (id, changes) =>
      change('updateWebhook', () =>
        found(webhooks.get(id)).map((webhook) => {
          const changed = { ...webhook, ...changes };
          webhooks.set(id, changed);
          return changed;
        }),
      ),
    deleteWebhook: (id) =>
      change('deleteWebhook', () => found(webhooks.get(id)).map(() => forgetWebhook(state, id))),

    createSubscription: (wanted) => create('createSubscription', () => put(state, newId(), wanted)),
    subscription: (kind, id) => read('subscription', () => found(subscriptionOf(state, kind, id))),
    subscriptions: (kind) =>
      list('subscriptions', () =>
        [...subscriptions.values()].filter(({ terms }) => terms.kind === kind),
      ),
    updateSubscription: (id, wanted) =>
      change('updateSubscription', () =>
        found(subscriptionOf(state, wanted.terms.kind, id)).andThen(() => put(state, id, wanted)),
      ),
    deleteSubscription: (kind, id) =>
      change('deleteSubscription', () =>
        found(subscriptionOf(state, kind, id)).map(() => forgetSubscription(state, id)),
      ),

    me: () => read('me', () => found(users[0]).map((user) => ({ user, at: now() }))),
    users: ({ email }) =>
      list('users', () =>
        users.filter(({ emails }) => email === undefined || emails.includes(email)),
      ),

    calls: ({ from, to }) =>
      list('calls', () =>
        [...calls.values()]
          .filter(({ startedAt, endedAt }) => endedAt !== null && isWithin(startedAt, from, to))
          .sort((one, other) => (other.startedAt ?? 0) - (one.startedAt ?? 0)),
      ),
    call: (id) => read('call', () => found(calls.get(id))),
    transcript: (callId) =>
      read('transcript', () => found(calls.get(callId)).map(() => transcripts.get(callId) ?? [])),
    media: (url, range) => read('media', () => mediaOf(state, url, range)),
  };
}

function found<Thing>(thing: Thing | undefined): Outcome<Thing> {
  return thing === undefined ? err(NOT_FOUND) : ok(thing);
}

function subscriptionOf(
  { subscriptions }: MemoryDialpadState,
  kind: string,
  id: DialpadId,
): DialpadSubscription | undefined {
  const subscription = subscriptions.get(id);
  return subscription?.terms.kind === kind ? subscription : undefined;
}

/** What delivered to it goes on to be there, and delivers nowhere. */
function forgetWebhook({ webhooks, subscriptions }: MemoryDialpadState, id: DialpadId): void {
  webhooks.delete(id);
  for (const subscription of subscriptions.values()) {
    if (subscription.webhookId !== id) continue;
    subscriptions.set(subscription.id, { ...subscription, webhookId: null });
  }
}

function forgetSubscription({ subscriptions }: MemoryDialpadState, id: DialpadId): void {
  subscriptions.delete(id);
}

function put(
  { webhooks, subscriptions }: MemoryDialpadState,
  id: DialpadId,
  wanted: NewDialpadSubscription,
): Outcome<DialpadSubscription> {
  if (!webhooks.has(wanted.webhookId)) return rejected('the endpoint does not exist');
  const others = [...subscriptions.values()].filter(
    (other) => other.terms.kind === wanted.terms.kind && other.target === null && other.id !== id,
  );
  if (others.length >= MOST_COMPANY_WIDE) {
    return rejected(`no more than ${MOST_COMPANY_WIDE} subscriptions without a target`);
  }
  const target = subscriptions.get(id)?.target ?? null;
  const subscription: DialpadSubscription = { id, target, ...wanted };
  subscriptions.set(id, subscription);
  return ok(subscription);
}

function rejected(detail: string): Outcome<never> {
  return err({ kind: 'dialpad-rejected', status: 400, detail });
}

function isWithin(time: number | null, from: number, to: number): boolean {
  return time !== null && time >= from && time < to;
}
