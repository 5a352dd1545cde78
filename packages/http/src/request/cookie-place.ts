/** Which requests of a browser a cookie goes with. */
export interface CookiePlace {
  readonly name: string;
  readonly path: string;
}

/** Binds an authorisation to the browser that began it. */
export const BROWSER_COOKIE: CookiePlace = { name: 'dialpad_connect', path: '/auth/dialpad' };
