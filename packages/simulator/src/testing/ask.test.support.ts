import type { Simulator } from '../simulator.ts';

/** A request to the API with the administrator's key; the answer's JSON. */
export async function ask(simulator: Simulator, target: string, body?: unknown): Promise<unknown> {
  const [method, path = ''] = target.split(' ');
  const headers = {
    authorization: `Bearer ${simulator.apiKey}`,
    'content-type': 'application/json',
  };
  const text = body === undefined ? null : JSON.stringify(body);
  const answer = await fetch(`${simulator.url}${path}`, {
    method: method ?? 'GET',
    headers,
    body: text,
  });
  if (!answer.ok)
    throw new Error(`${target} was answered ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

/** Makes a webhook, and subscriptions of calls and texts to it. */
export async function subscribe(simulator: Simulator, hookUrl: string): Promise<void> {
  const secret = 'a secret of the hook';
  const webhook = await ask(simulator, 'POST /api/v2/webhooks', { hook_url: hookUrl, secret });
  const endpoint = { endpoint_id: Object(webhook).id };
  await ask(simulator, 'POST /api/v2/subscriptions/call', { ...endpoint, call_states: ['all'] });
  await ask(simulator, 'POST /api/v2/subscriptions/sms', {
    ...endpoint,
    direction: 'all',
    status: true,
    include_internal: true,
  });
}
