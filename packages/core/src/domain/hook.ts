/** The address and secrets that Dialpad posts with. `hookId` is an unguessable part of the URL. */
export interface Hook {
  /** 128 random bits, 22 base62 characters; or `default` for the plain path. */
  readonly hookId: string;
  /** Null only for the plain path while no app can be told: its events are kept as unrouted. */
  readonly appId: string | null;
  /** UTF-8 text as given to Dialpad; the current one first, then one being rotated out. */
  readonly secrets: readonly string[];
}

/** The `hookId` of events that came over the plain path. */
export const DEFAULT_HOOK_ID = 'default';
