import type { SubscriptionKind, SubscriptionTerms } from '@dialpad-cti/core';
import { z } from 'zod';

import { single } from '../../answer/single.ts';
import { SubscriptionView, subscriptionViews } from '../../answer/subscription-view.ts';
import { success } from '../../answer/success.ts';
import { found } from '../../request/found.ts';
import { findHook, HookReference, hookScope } from '../../request/hook-reference.ts';
import {
  AgentStatusBody,
  agentStatusTerms,
  CallBody,
  callTerms,
  SmsBody,
  smsTerms,
} from '../../request/subscription-bodies.ts';
import { defineRoute, type Route } from '../../route.ts';
import { SET_UP_PROBLEMS } from './dialpad-problems.ts';

interface SubscribeKind<Body extends z.ZodObject> {
  readonly kind: SubscriptionKind;
  readonly operation: string;
  readonly events: string;
  readonly schema: Body;
  readonly terms: (body: z.output<Body>) => SubscriptionTerms;
}

const subscribeRoute = <Body extends z.ZodObject>({
  kind,
  operation,
  events,
  schema,
  terms,
}: SubscribeKind<Body>): Route =>
  defineRoute({
    method: 'POST',
    path: `/internal/subscriptions/${kind}`,
    operation,
    tag: 'dialpad',
    auth: 'operator',
    summary: `Has Dialpad send ${events} to a registered webhook, or changes which of them.`,
    params: z.object({}),
    query: z.object({ hook_id: HookReference, ...hookScope }),
    body: { kind: 'json', schema },
    answers: { 200: single(SubscriptionView).extend({ message: z.string() }) },
    asksDialpad: true,
    problems: ['hook-not-found', 'not-registered', ...SET_UP_PROBLEMS],
    handler: (deps, { query, body, act }) =>
      findHook(deps, query, query)
        .andThen(({ hook }) => deps.webhookSetup.subscribe(hook.hookId, terms(body), act))
        .map((registration) => subscriptionViews(registration).find((one) => one.kind === kind))
        .andThen((subscription) => found(subscription ?? null))
        .map((data) => success(200, { data, message: 'Subscribed, in Dialpad as well.' })),
  });

export const subscribeRoutes: readonly Route[] = [
  subscribeRoute({
    kind: 'call',
    operation: 'subscribeToCalls',
    events: 'the events of calls',
    schema: CallBody,
    terms: callTerms,
  }),
  subscribeRoute({
    kind: 'sms',
    operation: 'subscribeToMessages',
    events: 'text messages',
    schema: SmsBody,
    terms: smsTerms,
  }),
  subscribeRoute({
    kind: 'agent_status',
    operation: 'subscribeToAgentStatus',
    events: "the status of call centres' agents",
    schema: AgentStatusBody,
    terms: agentStatusTerms,
  }),
];
