/** The address and secrets that Dialpad posts with. `hookId` is an unguessable part of the URL. */
export interface Hook {
  /** 128 random bits, 22 base62 characters; or `default` for the plain path. */
  readonly hookId: string;
  /** Null only for the plain path while no app can be told: its events are kept as unrouted. */
  readonly appId: string | null;
  /** The current one first, then one being rotated out. */
  readonly secrets: readonly HookSecret[];
}

export interface HookSecret {
  /** UTF-8 text as given to Dialpad. */
  readonly text: string;
  /** Epoch ms from when it verifies nothing any more; null: never. */
  readonly until: number | null;
}

/** What an operator may see of a hook: no secret. */
export interface HookStatus {
  readonly hookId: string;
  readonly appId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Until when the secret before the current one verifies as well; null when it does not. */
  readonly previousSecretUntil: string | null;
}

/** The `hookId` of events that came over the plain path. */
export const DEFAULT_HOOK_ID = 'default';
