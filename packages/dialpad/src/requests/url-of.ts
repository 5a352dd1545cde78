import { err, ok, type Result } from 'neverthrow';

export interface UrlParts {
  readonly baseUrl: URL;
  /** With a name in braces for an id. */
  readonly path: string;
  readonly id?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/** An empty one would be another endpoint, and dots would lead out of it. */
const ID = /^[\w-]{1,64}$/;

/** No URL can be made of what cannot be an id: there is no such thing. */
export function urlOf({
  baseUrl,
  path,
  id,
  query = {},
}: UrlParts): Result<URL, { readonly kind: 'dialpad-not-found' }> {
  if (id !== undefined && !ID.test(id)) return err({ kind: 'dialpad-not-found' });
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/$/, '') + path.replace(/\{\w+\}/, id ?? '');
  url.hash = '';
  url.search = '';
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return ok(url);
}
