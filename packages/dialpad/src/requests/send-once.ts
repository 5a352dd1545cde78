import type { Settings } from '../settings.ts';
import type { Breaker } from '../transport/create-breaker.ts';
import type { Transport } from '../transport/open-transport.ts';
import type { Reply } from '../transport/reply.ts';
import type { ApiRequest } from './api-request.ts';

export interface Line {
  readonly settings: Settings;
  readonly transport: Transport;
  readonly breaker: Breaker;
}

/** One request over the network, once; null when the breaker is open. */
export async function sendOnce(
  { settings, transport, breaker }: Line,
  request: ApiRequest,
  token: string | null,
): Promise<Reply | null> {
  const { endpoint, url, body, headers, isStream = false } = request;
  // A recording that is broken says nothing about the API.
  if (!isStream && !breaker.enter()) return null;
  const { method, path } = endpoint;
  const startedAt = settings.elapsed();
  const reply = await transport.send({
    method,
    url,
    headers: {
      accept: isStream ? '*/*' : 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    isStream,
  });
  if (!isStream) breaker.left(reply.kind === 'no-answer' || reply.status >= 500);
  tell(settings, {
    method,
    endpoint: path,
    status: reply.kind === 'no-answer' ? null : reply.status,
    ms: settings.elapsed() - startedAt,
  });
  return reply;
}

function tell({ onRequest }: Settings, seen: Parameters<Settings['onRequest']>[0]): void {
  try {
    onRequest(seen);
  } catch {
    // Whoever only watches must not change what happens.
  }
}
