import { DEFAULT_HOOK_ID } from '@dialpad-cti/core';

import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import { known } from './request/known.ts';
import type { Route } from './route.ts';
import type { SecurityEvent } from './security-event.ts';

export type Noted = HttpFault | { readonly kind: 'operator-act' };

/** What to tell of a request that was done by an operator, or refused; null when it is nothing. */
export function securityEventOf(
  { method, path }: Pick<Route, 'method' | 'path'>,
  { state, params }: Pick<Exchange, 'state' | 'params'>,
  noted: Noted,
): SecurityEvent | null {
  const { requestId, address, appId, keyId } = state;
  const event = { requestId, method, route: path, address, ...known({ appId, keyId }) };
  if (noted.kind === 'operator-act') {
    const { app_id: appId, hook_id: hookId } = params;
    return { ...event, ...known({ appId, hookId }), kind: noted.kind };
  }
  if (noted.kind === 'signature-refused') {
    const { hook_id: hookId = DEFAULT_HOOK_ID } = params;
    return { ...event, kind: noted.kind, hookId, reason: noted.reason };
  }
  if (noted.kind === 'quota-exceeded') {
    return { ...event, kind: noted.kind, reason: noted.policy };
  }
  // What the path names is only what a stranger wrote: nobody has looked at it yet.
  return noted.kind === 'key-refused' ||
    noted.kind === 'operator-refused' ||
    noted.kind === 'authorisation-refused'
    ? { ...event, kind: noted.kind }
    : null;
}
