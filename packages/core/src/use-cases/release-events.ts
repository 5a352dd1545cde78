import { err, ok, okAsync, ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { NewEvent } from '../domain/event.ts';
import type {
  EventDesk,
  HeldBody,
  HeldSelection,
  ReleasableState,
  Slice,
} from '../ports/event-desk.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import type { FindHook } from './hook-directory.ts';
import { type ReleaseRefusal, readHeldBody } from './read-held-body.ts';

export type { ReleaseRefusal } from './read-held-body.ts';

/** Bodies held at once: each may have a megabyte. */
const PART = 50;

export interface ReleaseEventsDeps {
  readonly eventDesk: Pick<EventDesk, 'heldBodies' | 'discharge'>;
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly keyStore: Pick<KeyStore, 'app'>;
  readonly findHook: FindHook;
}

export interface ReleaseRequest {
  readonly selection: HeldSelection & { readonly state: ReleasableState };
  readonly slice: Slice;
  /** The app that unrouted events are given to; others keep the app of their hook. */
  readonly appId?: string;
}

export interface Released {
  /** Those that are events now. */
  readonly count: number;
  /** Those that are kept as they were, and why. */
  readonly refused: readonly RefusedRelease[];
  /** `after` for the next slice; null when this was the last. */
  readonly next: string | null;
}

interface RefusedRelease {
  readonly id: string;
  readonly reason: ReleaseRefusal;
}

export type ReleaseEvents = (
  request: ReleaseRequest,
  act: Act,
) => ResultAsync<Released, AppNotFound | StoreError>;

/**
 * Verifies again, with the secrets of today: that it was kept proves nothing. Events are stored
 * before their deliveries go, and a payload is stored once: what is cut off may be repeated.
 */
export function createReleaseEvents(deps: ReleaseEventsDeps): ReleaseEvents {
  return (request, act) =>
    appExists(deps, request.appId)
      .andThen(() => storeSlice(deps, request, request.slice))
      .andThen(({ stored, refused, next }) => {
        const { state } = request.selection;
        const ids = stored.map(({ id }) => id);
        const discharged = { state, ids, appId: onlyAppOf(stored) };
        const count = stored.length === 0 ? okAsync(0) : deps.eventDesk.discharge(discharged, act);
        return count.map((released) => ({ count: released, refused, next }));
      });
}

function appExists(
  { keyStore }: ReleaseEventsDeps,
  appId: string | undefined,
): ResultAsync<void, AppNotFound | StoreError> {
  if (appId === undefined) return okAsync();
  return keyStore
    .app(appId)
    .andThen((app) => (app === null ? err({ kind: 'app-not-found' as const }) : ok()));
}

/** Null when they were given to several. */
function onlyAppOf([first, ...others]: readonly StoredDelivery[]): string | null {
  const isOne = others.every(({ appId }) => appId === first?.appId);
  return isOne ? (first?.appId ?? null) : null;
}

/** A delivery whose event is there. */
interface StoredDelivery {
  readonly id: string;
  /** The app that it was given to. */
  readonly appId: string;
}

interface Outcome extends Pick<Released, 'refused'> {
  readonly stored: readonly StoredDelivery[];
}

interface Progress extends Outcome, Pick<Released, 'next'> {}

/** Part by part. One more than a part is read, to know whether anything is left. */
function storeSlice(
  deps: ReleaseEventsDeps,
  request: ReleaseRequest,
  { limit, ...from }: Slice,
): ResultAsync<Progress, StoreError> {
  const size = Math.min(PART, limit);
  return deps.eventDesk
    .heldBodies(request.selection, { ...from, limit: size + 1 })
    .andThen((found) => {
      const part = found.slice(0, size);
      const last = found.length > size ? part.at(-1) : undefined;
      return storePart(deps, request, part).andThen(
        (outcome): ResultAsync<Progress, StoreError> => {
          if (last === undefined) return okAsync({ ...outcome, next: null });
          if (limit <= size) return okAsync({ ...outcome, next: last.id });
          return storeSlice(deps, request, { limit: limit - size, after: last.id }).map((rest) => ({
            stored: [...outcome.stored, ...rest.stored],
            refused: [...outcome.refused, ...rest.refused],
            next: rest.next,
          }));
        },
      );
    });
}

function storePart(
  deps: ReleaseEventsDeps,
  request: ReleaseRequest,
  part: readonly HeldBody[],
): ResultAsync<Outcome, StoreError> {
  const reads = part.map((held) =>
    readHeldBody(deps.findHook, held, request.appId ?? null).map((read) => ({ id: held.id, read })),
  );
  return ResultAsync.combine(reads).andThen((outcomes) => {
    const stored: StoredDelivery[] = [];
    const events: NewEvent[] = [];
    const refused: RefusedRelease[] = [];
    for (const { id, read } of outcomes) {
      if (read.isErr()) {
        refused.push({ id, reason: read.error });
      } else {
        stored.push({ id, appId: read.value.appId });
        events.push(read.value);
      }
    }
    if (events.length === 0) return okAsync({ stored, refused });
    return deps.eventStore.append(events).map(() => ({ stored, refused }));
  });
}
