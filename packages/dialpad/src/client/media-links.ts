/** Dialpad's production and sandbox keep recordings on hosts of this domain. */
const DOMAIN = 'dialpad.com';

/**
 * Where a link is followed with the token: at the base URL's own origin, or over TLS at Dialpad. A base
 * URL elsewhere takes Dialpad's place, for its links as well. Null: nowhere.
 */
export function mediaUrl(link: URL, baseUrl: URL): URL | null {
  if (link.username !== '' || link.password !== '') return null;
  if (link.origin === baseUrl.origin) return link;
  if (!isPlainHttps(link) || !isOfDomain(link.hostname)) return null;
  return isOfDomain(baseUrl.hostname) && isPlainHttps(baseUrl) ? link : moved(link, baseUrl);
}

/** Part by part: put together as text, a path of two slashes would name another host. */
function moved({ pathname, search }: URL, { origin }: URL): URL {
  const url = new URL(origin);
  url.pathname = pathname;
  url.search = search;
  return url;
}

/** Where a redirect from such a link is followed, without the token. Null: nowhere. */
export function redirectUrl(
  to: URL,
  { baseUrl, mediaHosts }: { readonly baseUrl: URL; readonly mediaHosts: readonly string[] },
): URL | null {
  const isNamed = isPlainHttps(to) && mediaHosts.includes(to.hostname);
  return isNamed && to.username === '' && to.password === '' ? to : mediaUrl(to, baseUrl);
}

function isPlainHttps({ protocol, port }: URL): boolean {
  return protocol === 'https:' && port === '';
}

function isOfDomain(hostname: string): boolean {
  return hostname === DOMAIN || hostname.endsWith(`.${DOMAIN}`);
}
