import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { EventFilter, EventStatus, SetAsideReason } from './event-store.ts';
import type { StoreError } from './store-error.ts';

/**
 * What a person looks at and decides: events that failed for good, and deliveries that could not
 * become events. Whatever takes an `act` writes its one entry to the audit log together with
 * the change; what changes nothing writes none.
 */
export interface EventDesk {
  /** Any event or delivery that the list of events shows. */
  event(id: string): ResultAsync<EventStatus | null, StoreError>;

  /**
   * Byte for byte as it is kept: the verified payload, of a refused signature the token as it came.
   * The entry is durable before anything is given.
   */
  payload(id: string, act: Act): ResultAsync<Uint8Array | null, StoreError>;

  /** How many a selection holds, all of them. */
  countHeld(selection: HeldSelection): ResultAsync<number, StoreError>;

  /** In the order of their ids. */
  heldBodies(
    selection: HeldSelection & { readonly state: ReleasableState },
    slice: Slice,
  ): ResultAsync<readonly HeldBody[], StoreError>;

  /**
   * Dead letters wait again as if they had just arrived, with no attempt and no crash counted; each
   * of them once, however many replay it together.
   */
  replay(
    selection: HeldSelection & { readonly state: 'dead' },
    slice: Slice,
    act: Act,
  ): ResultAsync<Handled, StoreError>;

  /**
   * Removes deliveries whose content has become an event; answers how many of them were still
   * there. The entry names the app that they were given to.
   */
  discharge(discharged: Discharged, act: Act): ResultAsync<number, StoreError>;

  /**
   * Gives up: deletes with its payload what the selection holds, and nothing else. A delivery of
   * the same content that comes later is still known as a repetition of an event purged so.
   */
  purge(selection: HeldSelection, slice: Slice, act: Act): ResultAsync<Handled, StoreError>;
}

export const HELD_STATES = ['dead', 'quarantined', 'unrouted'] as const;
export type HeldState = (typeof HELD_STATES)[number];
export type ReleasableState = Exclude<HeldState, 'dead'>;

/** All that are given must fit. */
export interface HeldSelection extends Omit<EventFilter, 'state'> {
  readonly state: HeldState;
  readonly ids?: readonly string[];
}

/** A part of a long work, in the order of ids. */
export interface Slice {
  /** 1 to 1,000. */
  readonly limit: number;
  /** Only what has a greater id. */
  readonly after?: string;
}

export interface Handled {
  readonly count: number;
  /** Where the next slice begins: `after` it; null when nothing is left. */
  readonly next: string | null;
}

export interface Discharged {
  readonly state: ReleasableState;
  readonly ids: readonly string[];
  /** The app that all of them were given to; null: each to its own. */
  readonly appId: string | null;
}

export interface HeldBody {
  readonly id: string;
  readonly appId: string | null;
  readonly hookId: string;
  readonly reason: SetAsideReason;
  readonly body: Uint8Array;
}
