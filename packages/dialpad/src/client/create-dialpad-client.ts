import type { DialpadClient, DialpadError, DialpadId } from '@dialpad-cti/core';
import { err, type Result, ResultAsync } from 'neverthrow';
import type { z } from 'zod';

import type { CallDialpad } from '../requests/create-call-dialpad.ts';
import * as endpoints from '../requests/endpoints.ts';
import { readAnswer } from '../requests/read-answer.ts';
import { urlOf } from '../requests/url-of.ts';
import type { Settings } from '../settings.ts';
import type { Answer } from '../transport/reply.ts';
import { Call } from '../wire/call.ts';
import { subscriptionOfKind } from '../wire/subscription.ts';
import { subscriptionBody } from '../wire/subscription-body.ts';
import { Transcript } from '../wire/transcript.ts';
import { User } from '../wire/user.ts';
import { Webhook } from '../wire/webhook.ts';
import { createPages } from './create-pages.ts';
import { listCalls } from './list-calls.ts';
import { openMedia } from './open-media.ts';

interface Ask {
  readonly endpoint: endpoints.Endpoint;
  readonly id?: DialpadId;
  readonly body?: unknown;
  readonly secrets?: readonly string[];
}

/** Each method is one request to Dialpad's API, or a list's pages. */
export function createDialpadClient(call: CallDialpad, settings: Settings): DialpadClient {
  const { baseUrl, now } = settings;
  const pages = createPages({ call, baseUrl });

  async function send({ endpoint, id, ...rest }: Ask): Promise<Result<Answer, DialpadError>> {
    const { path } = endpoint;
    const url = urlOf({ baseUrl, path, ...(id === undefined ? {} : { id }) });
    return url.isErr() ? err(url.error) : call({ endpoint, url: url.value, ...rest });
  }

  function ask<Value>(what: Ask, schema: z.ZodType<Value>): ResultAsync<Value, DialpadError> {
    const isChange = what.endpoint.method !== 'GET';
    return new ResultAsync(send(what)).andThen(({ text }) => readAnswer(text, schema, isChange));
  }

  /** Whatever it answers, it is gone. */
  function remove(endpoint: endpoints.Endpoint, id: DialpadId): ResultAsync<void, DialpadError> {
    return new ResultAsync(send({ endpoint, id })).map(() => undefined);
  }

  return {
    createWebhook: ({ hookUrl, secret }) =>
      ask(
        {
          endpoint: endpoints.CREATE_WEBHOOK,
          body: { hook_url: hookUrl, secret },
          secrets: [secret],
        },
        Webhook,
      ),
    webhook: (id) => ask({ endpoint: endpoints.GET_WEBHOOK, id }, Webhook),
    webhooks: () => pages({ endpoint: endpoints.LIST_WEBHOOKS, item: Webhook }),
    updateWebhook: (id, { hookUrl, secret }) =>
      ask(
        {
          endpoint: endpoints.UPDATE_WEBHOOK,
          id,
          // What is undefined does not get into JSON.
          body: { hook_url: hookUrl, secret },
          secrets: secret === undefined ? [] : [secret],
        },
        Webhook,
      ),
    deleteWebhook: (id) => remove(endpoints.DELETE_WEBHOOK, id),

    createSubscription: (wanted) =>
      ask(
        {
          endpoint: endpoints.createSubscription(wanted.terms.kind),
          body: subscriptionBody(wanted),
        },
        subscriptionOfKind(wanted.terms.kind),
      ),
    subscription: (kind, id) =>
      ask({ endpoint: endpoints.getSubscription(kind), id }, subscriptionOfKind(kind)),
    subscriptions: (kind) =>
      pages({ endpoint: endpoints.listSubscriptions(kind), item: subscriptionOfKind(kind) }),
    updateSubscription: (id, wanted) =>
      ask(
        {
          endpoint: endpoints.updateSubscription(wanted.terms.kind),
          id,
          body: subscriptionBody(wanted),
        },
        subscriptionOfKind(wanted.terms.kind),
      ),
    deleteSubscription: (kind, id) => remove(endpoints.deleteSubscription(kind), id),

    me: () =>
      new ResultAsync(send({ endpoint: endpoints.GET_USER, id: 'me' })).andThen(
        ({ text, header }) =>
          readAnswer(text, User, false).map((user) => ({ user, at: timeOf(header('date')) })),
      ),
    users: ({ email }) =>
      pages({
        endpoint: endpoints.LIST_USERS,
        query: { email },
        item: User,
        secrets: email === undefined ? [] : [email],
      }),

    calls: (window) => listCalls(pages, window, now),
    call: (id) => ask({ endpoint: endpoints.GET_CALL, id }, Call),
    transcript: (callId) => ask({ endpoint: endpoints.GET_TRANSCRIPT, id: callId }, Transcript),
    media: (url, range) => new ResultAsync(openMedia(call, settings, { url, range })),
  };
}

function timeOf(date: string | null): number | null {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? null : time;
}
