import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { expect, test } from 'vitest';

import type { Role } from '../config/settings.ts';
import { limitRoles } from './limit-roles.ts';

function pathSeen(url: string, roles: readonly Role[]): string | undefined {
  let seen: string | undefined;
  const handler: RequestListener = (request) => {
    seen = request.url;
  };
  // The handler looks at nothing else.
  limitRoles(handler, new Set(roles))({ url } as IncomingMessage, {} as ServerResponse);
  return seen;
}

test('a process hides the routes of the roles that it does not have', () => {
  expect(pathSeen('/api/calls?limit=1', ['ingest'])).toBe('/not-served-here');
  expect(pathSeen('/internal/apps', ['worker'])).toBe('/not-served-here');
  expect(pathSeen('/webhooks/dialpad/x', ['api'])).toBe('/not-served-here');
  expect(pathSeen('/webhooks/dialpad/x', ['ingest'])).toBe('/webhooks/dialpad/x');
  expect(pathSeen('/apiary', ['ingest'])).toBe('/apiary');
  expect(pathSeen('/readyz', ['worker'])).toBe('/readyz');
});

test('and hides them as well from requests that name the whole URL', () => {
  expect(pathSeen('http://cti/api/calls', ['ingest'])).toBe('/not-served-here');
  expect(pathSeen('HTTP://cti/x/../internal/apps?a=1', ['ingest'])).toBe('/not-served-here');
  expect(pathSeen('http:\\\\cti\\api\\calls', ['ingest'])).toBe('/not-served-here');
  expect(pathSeen('api/calls', ['ingest'])).toBe('/not-served-here');
  expect(pathSeen('http://cti/readyz?a=1', ['ingest'])).toBe('/readyz?a=1');
});
