import { err, ok } from 'neverthrow';
import { z } from 'zod';

import { single } from '../../answer/single.ts';
import { SubscriptionView, subscriptionViews } from '../../answer/subscription-view.ts';
import { success } from '../../answer/success.ts';
import { AppId, Id } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { SET_UP_PROBLEMS } from './dialpad-problems.ts';

export const unsubscribeRoute = defineRoute({
  method: 'DELETE',
  path: '/internal/subscriptions/:id',
  operation: 'unsubscribe',
  tag: 'dialpad',
  auth: 'operator',
  summary: "Ends a subscription of a registered webhook, by Dialpad's id.",
  params: z.object({ id: Id.describe("Dialpad's id of the subscription.") }),
  query: z.object({ app_id: AppId }),
  body: { kind: 'none' },
  answers: { 200: single(SubscriptionView).extend({ message: z.string() }) },
  asksDialpad: true,
  problems: ['not-registered', ...SET_UP_PROBLEMS],
  handler: (deps, { params, query, act }) =>
    deps.webhookRegistry
      .registrations({ appId: query.app_id })
      .andThen((registrations) => {
        const subscriptions = registrations.flatMap(subscriptionViews);
        const subscription = subscriptions.find(({ id }) => id === params.id);
        return subscription === undefined
          ? err({ kind: 'record-not-found' as const })
          : ok(subscription);
      })
      .andThen((subscription) =>
        deps.webhookSetup.unsubscribe(subscription.hook_id, subscription.kind, act).map(() =>
          success(200, {
            data: { ...subscription, is_wanted: false },
            message: 'Unsubscribed, in Dialpad as well.',
          }),
        ),
      ),
});
