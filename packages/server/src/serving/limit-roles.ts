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
    const target = localTarget(request.url ?? '');
    const path = target.split('?', 1)[0] ?? '';
    const isHidden = hidden.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
    // The handler then answers in its own way that there is no such route.
    request.url = isHidden ? NOWHERE : target;
    handler(request, response);
  };
}

/** HTTP lets a request name the whole URL; the handler gets what was looked at here, nothing else. */
function localTarget(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.parse(target);
  return url === null ? NOWHERE : `${url.pathname}${url.search}`;
}

const NOWHERE = '/not-served-here';
