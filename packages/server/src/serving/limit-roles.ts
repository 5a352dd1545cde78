import type { RequestListener } from 'node:http';

import type { Role } from '../config/settings.ts';

/** Answers as if the routes of the roles that this process does not have did not exist. */
export function limitRoles(handler: RequestListener, roles: ReadonlySet<Role>): RequestListener {
  const hidden = [
    ...(roles.has('ingest') ? [] : ['/webhooks']),
    ...(roles.has('api') ? [] : ['/api', '/internal']),
  ];
  if (hidden.length === 0) return handler;
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const isHidden = hidden.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
    // The handler then answers in its own way that there is no such route.
    if (isHidden) request.url = NOWHERE;
    handler(request, response);
  };
}

const NOWHERE = '/not-served-here';
