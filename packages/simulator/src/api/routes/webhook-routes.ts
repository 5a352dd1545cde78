import { z } from 'zod';

import type { SimWebhook, World } from '../../world.ts';
import { type Answer, answered } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { PAGE_QUERY, pageOf } from '../page-of.ts';
import { parseBody, parseQuery } from '../parse-input.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, GuardedRoute } from '../route.ts';
import { byId, SET_UP_PAGE } from './set-up-page.ts';
import { webhookBody } from './webhook-body.ts';

const hookUrl = z.url({ protocol: /^https?$/ });
const secret = z.string().regex(/^[^\r\n]*$/, 'must be a single line');

const created = z.object({ hook_url: hookUrl, secret: secret.nullish() });
const changed = z.object({ hook_url: hookUrl.nullish(), secret: secret.nullish() });

const PATH = '/api/v2/webhooks';
const USUAL = 1_200;

export function webhookRoutes({ world, newId }: ApiDeps): readonly GuardedRoute[] {
  const create = ({ body }: ApiRequest): Answer => {
    const given = parseBody(created, body);
    if (!given.ok) return given.answer;
    return keep(world, {
      id: newId(),
      hookUrl: given.value.hook_url,
      secret: secretOf(given.value.secret) ?? null,
    });
  };

  const list = ({ query }: ApiRequest): Answer => {
    const asked = parseQuery(z.object(PAGE_QUERY), query);
    if (!asked.ok) return asked.answer;
    const { cursor, limit = SET_UP_PAGE } = asked.value;
    const webhooks = [...world.webhooks.values()];
    return pageOf(webhooks, { cursor, size: limit, keyOf: byId, show: webhookBody });
  };

  const show = found(world, (webhook) => answered(webhookBody(webhook)));

  const change = found(world, (webhook, { body }) => {
    const given = parseBody(changed, body);
    if (!given.ok) return given.answer;
    const secretGiven = secretOf(given.value.secret);
    return keep(world, {
      id: webhook.id,
      hookUrl: given.value.hook_url ?? webhook.hookUrl,
      secret: secretGiven === undefined ? webhook.secret : secretGiven,
    });
  });

  const remove = found(world, (webhook) => {
    world.webhooks.delete(webhook.id);
    return answered(webhookBody(webhook));
  });

  return [
    { method: 'POST', path: PATH, perMinute: 100, answer: create },
    { method: 'GET', path: PATH, perMinute: USUAL, answer: list },
    { method: 'GET', path: `${PATH}/:id`, perMinute: USUAL, answer: show },
    { method: 'PATCH', path: `${PATH}/:id`, perMinute: USUAL, answer: change },
    { method: 'DELETE', path: `${PATH}/:id`, perMinute: USUAL, answer: remove },
  ];
}

/** Undefined: nothing is said of it. Null: deliveries are to be unsigned. */
function secretOf(given: string | null | undefined): string | null | undefined {
  if (given === null || given === undefined) return undefined;
  return given === '' ? null : given;
}

function keep(world: World, webhook: SimWebhook): Answer {
  world.webhooks.set(webhook.id, webhook);
  return answered(webhookBody(webhook));
}

function found(world: World, answer: (webhook: SimWebhook, request: ApiRequest) => Answer) {
  return (request: ApiRequest): Answer => {
    const id = request.params['id'] ?? '';
    const webhook = world.webhooks.get(id);
    return webhook === undefined
      ? refuse(404, `webhook ${id} not found`)
      : answer(webhook, request);
  };
}
