import type { Appended, EventStore, NewEvent } from '@dialpad-cti/core';
import type { Pool } from 'pg';

import { attempt } from '../attempt.ts';
import { INTAKE_LIMITS } from '../connection/time-limits.ts';
import { isUuid } from '../is-uuid.ts';
import { once } from '../once.ts';
import { isDataError } from '../sql-state.ts';
import { flushEvents } from './flush-events.ts';

const FLUSHES_AT_ONCE = 2;
/** A flush that takes longer waits for a line that may be dead; others may overtake it. */
const SLOW_FLUSH_MS = 1_000;
const MOST_ROWS = 256;
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_EVENTS_IN_FLIGHT = 2_000;

export interface AppendDeps {
  readonly pool: Pool;
  /** UUID v7, rising. */
  readonly newId: () => string;
  /** Told of each flush that was stored, and how long it took. Must not throw. */
  readonly onFlush: (events: number, ms: number) => void;
}

/** An event on its way, and whoever waits for it. */
interface Waiting {
  readonly event: NewEvent;
  readonly settle: (outcome: Appended | Error) => void;
  isGivenUp: boolean;
}

/**
 * Group commit without a timer: a flush leaves as soon as there is a slot for it, and takes what
 * has come together while the ones before it were on their way. A lone event waits for nobody.
 */
export function createAppend(deps: AppendDeps): EventStore['append'] {
  const queue: Waiting[] = [];
  let flushes = 0;
  let inFlight = 0;

  function flushNext(): void {
    while (flushes < FLUSHES_AT_ONCE && queue.length > 0) {
      flushes += 1;
      const leave = once(() => {
        flushes -= 1;
        flushNext();
      });
      const timer = setTimeout(leave, SLOW_FLUSH_MS);
      void flushGroup(deps, takeGroup(queue)).finally(() => {
        clearTimeout(timer);
        leave();
      });
    }
  }

  return (events) =>
    attempt(async () => {
      if (events.length === 0) return [];
      if (!events.every(({ appId }) => isUuid(appId))) throw new Error('an app id is not a UUID');
      if (inFlight + events.length > MOST_EVENTS_IN_FLIGHT) throw new Error('too many in flight');
      inFlight += events.length;
      try {
        const { waiting, answers } = enlist(events);
        queue.push(...waiting);
        flushNext();
        return await beforeDeadline(waiting, answers);
      } finally {
        inFlight -= events.length;
      }
    });
}

function enlist(events: readonly NewEvent[]) {
  const waiting: Waiting[] = [];
  const answers = events.map((event) => {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    const settle = (outcome: Appended | Error): void =>
      outcome instanceof Error ? reject(outcome) : resolve(outcome);
    waiting.push({ event, settle, isGivenUp: false });
    return promise;
  });
  return { waiting, answers: Promise.all(answers) };
}

/** Events that nobody waits for any more do not go out, unless they are on their way already. */
async function beforeDeadline<T>(waiting: readonly Waiting[], answers: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    for (const entry of waiting) entry.isGivenUp = true;
    late.reject(new Error(`not stored within ${INTAKE_LIMITS.deadlineMs} ms`));
  }, INTAKE_LIMITS.deadlineMs);
  try {
    return await Promise.race([answers, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function takeGroup(queue: Waiting[]): readonly Waiting[] {
  let [taken, characters] = [0, 0];
  for (const { event } of queue) {
    characters += event.payload.length;
    if (taken === MOST_ROWS || (taken > 0 && characters > MOST_CHARACTERS)) break;
    taken += 1;
  }
  return queue.splice(0, taken).filter(({ isGivenUp }) => !isGivenUp);
}

/** Never rejects. When one event spoils the flush, each goes on its own and only that one fails. */
async function flushGroup(deps: AppendDeps, group: readonly Waiting[]): Promise<void> {
  if (group.length === 0) return;
  const { pool, newId, onFlush } = deps;
  const begunAt = performance.now();
  try {
    const answers = await flushEvents(
      pool,
      newId,
      group.map(({ event }) => event),
    );
    for (const [index, { settle }] of group.entries()) {
      settle(answers[index] ?? new Error('an event was not answered for'));
    }
    onFlush(group.length, performance.now() - begunAt);
  } catch (error) {
    if (isDataError(error) && group.length > 1) {
      for (const entry of group) await flushGroup(deps, [entry]);
      return;
    }
    const failure =
      error instanceof Error ? error : new Error('the flush failed', { cause: error });
    for (const { settle } of group) settle(failure);
  }
}
