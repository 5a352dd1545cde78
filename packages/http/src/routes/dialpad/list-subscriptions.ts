import type { Registration, StoreError } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';
import { z } from 'zod';

import { single } from '../../answer/single.ts';
import { SubscriptionView, subscriptionViews } from '../../answer/subscription-view.ts';
import { success } from '../../answer/success.ts';
import { findHook, HookReference, hookScope } from '../../request/hook-reference.ts';
import { known } from '../../request/known.ts';
import { defineRoute, type RouteDeps } from '../../route.ts';

const Query = z.object({ hook_id: HookReference.optional(), ...hookScope });

export const listSubscriptionsRoute = defineRoute({
  method: 'GET',
  path: '/internal/subscriptions',
  operation: 'listSubscriptions',
  tag: 'dialpad',
  auth: 'operator',
  summary: 'Which events Dialpad is to send to which registered webhook, as we know it.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 200: single(z.array(SubscriptionView).readonly()) },
  problems: ['hook-not-found'],
  handler: (deps, { query }) =>
    registrationsOf(deps, query).map((rows) =>
      success(200, { data: rows.flatMap(subscriptionViews) }),
    ),
});

function registrationsOf(
  deps: Pick<RouteDeps, 'keyStore' | 'webhookRegistry'>,
  { hook_id: hookId, app_id: appId }: z.output<typeof Query>,
): ResultAsync<readonly Registration[], StoreError | { readonly kind: 'record-not-found' }> {
  if (hookId === undefined) return deps.webhookRegistry.registrations(known({ appId }));
  return findHook(deps, { hook_id: hookId }, { app_id: appId }).map(({ registration }) =>
    registration === null ? [] : [registration],
  );
}
