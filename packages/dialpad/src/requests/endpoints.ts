import type { SubscriptionKind } from '@dialpad-cti/core';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Of a company. */
  readonly perMinute: number;
  /** Without which it is refused; null: none is known. */
  readonly scope: string | null;
}

const USUAL = 1_200;
const WEBHOOKS = '/api/v2/webhooks';
const SUBSCRIPTIONS = '/api/v2/subscriptions';

export const CREATE_WEBHOOK = endpoint('POST', WEBHOOKS, { perMinute: 100 });
export const LIST_WEBHOOKS = endpoint('GET', WEBHOOKS);
export const GET_WEBHOOK = endpoint('GET', `${WEBHOOKS}/{id}`);
export const UPDATE_WEBHOOK = endpoint('PATCH', `${WEBHOOKS}/{id}`);
export const DELETE_WEBHOOK = endpoint('DELETE', `${WEBHOOKS}/{id}`);
export const GET_USER = endpoint('GET', '/api/v2/users/{id}');
export const LIST_USERS = endpoint('GET', '/api/v2/users');
export const LIST_CALLS = endpoint('GET', '/api/v2/call', { scope: 'calls:list' });
export const GET_CALL = endpoint('GET', '/api/v2/call/{id}', { perMinute: 10 });
export const GET_TRANSCRIPT = endpoint('GET', '/api/v2/transcripts/{call_id}');
/** Whatever the link of a recording says. */
export const GET_MEDIA = endpoint('GET', '{media}', { scope: 'recordings_export' });
export const TOKEN = endpoint('POST', '/oauth2/token');
export const DEAUTHORIZE = endpoint('POST', '/oauth2/deauthorize');

export const createSubscription = (kind: SubscriptionKind): Endpoint =>
  endpoint('POST', `${SUBSCRIPTIONS}/${kind}`);
export const listSubscriptions = (kind: SubscriptionKind): Endpoint =>
  endpoint('GET', `${SUBSCRIPTIONS}/${kind}`);
export const getSubscription = (kind: SubscriptionKind): Endpoint =>
  endpoint('GET', `${SUBSCRIPTIONS}/${kind}/{id}`);
export const updateSubscription = (kind: SubscriptionKind): Endpoint =>
  endpoint('PATCH', `${SUBSCRIPTIONS}/${kind}/{id}`);
export const deleteSubscription = (kind: SubscriptionKind): Endpoint =>
  endpoint('DELETE', `${SUBSCRIPTIONS}/${kind}/{id}`);

function endpoint(
  method: Endpoint['method'],
  path: string,
  { perMinute = USUAL, scope = null }: Partial<Endpoint> = {},
): Endpoint {
  return { method, path, perMinute, scope };
}
