import { z } from 'zod';

import type { SimSubscription, SubscriptionKind } from '../../world.ts';
import { type Answer, answered, withoutNulls } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { PAGE_QUERY, pageOf } from '../page-of.ts';
import { idInput, parseBody, parseQuery } from '../parse-input.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { checkSubscription } from './check-subscription.ts';
import { byId, SET_UP_PAGE } from './set-up-page.ts';
import { subscriptionBody } from './subscription-body.ts';
import { SUBSCRIPTION_TERMS } from './subscription-terms.ts';
import { isOfTarget, TARGET_QUERY } from './target-query.ts';

const COMMON = z.object({ endpoint_id: idInput.nullish(), enabled: z.boolean().nullish() });
const PER_MINUTE = 1_200;

/** The five routes of a kind. Identical subscriptions are not refused: Dialpad does not either. */
export function subscriptionRoutes(
  kind: SubscriptionKind,
  { world, newId }: ApiDeps,
): readonly GuardedRoute[] {
  const { created, changed, defaults, isForAdmins, scope, hasTarget } = SUBSCRIPTION_TERMS[kind];

  const keep = (subscription: SimSubscription): Answer => {
    const refusal = checkSubscription(world, subscription);
    if (refusal !== null) return refusal;
    world.subscriptions.set(subscription.id, subscription);
    return answered(subscriptionBody(world, subscription));
  };

  const create = ({ body }: ApiRequest): Answer => {
    const common = parseBody(COMMON, body);
    if (!common.ok) return common.answer;
    const terms = parseBody(created, body);
    if (!terms.ok) return terms.answer;
    return keep({
      id: newId(),
      kind,
      endpointId: common.value.endpoint_id ?? null,
      enabled: common.value.enabled ?? true,
      options: { ...defaults, ...withoutNulls(terms.value) },
    });
  };

  const list = ({ query }: ApiRequest): Answer => {
    const asked = parseQuery(z.object({ ...PAGE_QUERY, ...TARGET_QUERY }), query);
    if (!asked.ok) return asked.answer;
    const { cursor, limit = SET_UP_PAGE } = asked.value;
    const isListed = hasTarget ? isOfTarget(asked.value) : () => true;
    return pageOf(
      [...world.subscriptions.values()].filter(
        (one) =>
          one.kind === kind && isListed(one.options['target_type'], one.options['target_id']),
      ),
      { cursor, size: limit, keyOf: byId, show: (one) => subscriptionBody(world, one) },
    );
  };

  const found =
    (answer: (subscription: SimSubscription, request: ApiRequest) => Answer) =>
    (request: ApiRequest): Answer => {
      const id = request.params['id'] ?? '';
      const subscription = world.subscriptions.get(id);
      return subscription?.kind === kind
        ? answer(subscription, request)
        : refuse(404, `${kind} event subscription ${id} not found`);
    };

  const show = found((subscription) => answered(subscriptionBody(world, subscription)));

  const change = found((subscription, { body }) => {
    const common = parseBody(COMMON, body);
    if (!common.ok) return common.answer;
    const terms = parseBody(changed, body);
    if (!terms.ok) return terms.answer;
    return keep({
      ...subscription,
      endpointId: common.value.endpoint_id ?? subscription.endpointId,
      enabled: common.value.enabled ?? subscription.enabled,
      options: { ...subscription.options, ...withoutNulls(terms.value) },
    });
  });

  const remove = found((subscription) => {
    world.subscriptions.delete(subscription.id);
    return answered(subscriptionBody(world, subscription));
  });

  const path = `/api/v2/subscriptions/${kind}`;
  const rules = {
    perMinute: PER_MINUTE,
    isForAdmins,
    ...(scope === undefined ? {} : { scope }),
  };
  return [
    { ...rules, method: 'POST', path, answer: create },
    { ...rules, method: 'GET', path, answer: list },
    { ...rules, method: 'GET', path: `${path}/:id`, answer: show },
    { ...rules, method: 'PATCH', path: `${path}/:id`, answer: change },
    { ...rules, method: 'DELETE', path: `${path}/:id`, answer: remove },
  ];
}
