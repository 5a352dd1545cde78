import type { CookiePlace } from '../request/cookie-place.ts';

export interface SetCookie {
  readonly place: CookiePlace;
  readonly value: string;
  /** Whole; 0 takes it back. */
  readonly seconds: number;
  readonly isSecure: boolean;
}

/** The header by which a browser keeps what no script and no other site is to see. */
export const setCookie = ({ place, value, seconds, isSecure }: SetCookie): string =>
  [
    `${place.name}=${value}`,
    `Path=${place.path}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    // Dialpad sends the browser back by a link: `Strict` would hold the cookie back then.
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
