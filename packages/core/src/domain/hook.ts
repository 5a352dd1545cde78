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
  /** Until when the secret before the current one verifies as well; null when it does not, or has no end yet. */
  readonly previousSecretUntil: string | null;
  /** The secret before goes on to verify until the current one has, and a while longer. */
  readonly isRotationOpen: boolean;
}

/** The `hookId` of events that came over the plain path. */
export const DEFAULT_HOOK_ID = 'default';
/** The `hookId` of events that we took from Dialpad's call list. */
export const RECONCILIATION_HOOK_ID = 'reconciliation';
/** The `hookId` of events by which we ended calls that Dialpad does not know, or says ended. */
export const INFERENCE_HOOK_ID = 'inference';

export const EVENT_SOURCES = ['webhook', 'reconciliation', 'inference'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** Where an event comes from. Ids of hooks are longer, so none can be one of these. */
export function sourceOf(hookId: string): EventSource {
  if (hookId === RECONCILIATION_HOOK_ID) return 'reconciliation';
  return hookId === INFERENCE_HOOK_ID ? 'inference' : 'webhook';
}
