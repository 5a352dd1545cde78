import { type BatchReport, type PlanBatch, timeOfId } from '@dialpad-cti/core';
import type { Pool, PoolClient } from 'pg';

import { beginIn, type Statement, send, sendAll } from '../connection/in-role.ts';
import { WORKER_LIMITS } from '../connection/time-limits.ts';
import { withConnection } from '../connection/with-connection.ts';
import type { Sources } from '../sources.ts';
import type { Batch, Stream } from './batch.ts';
import { type HeldStream, holdStreams, type Waiting } from './hold-streams.ts';
import type { WorkerLife } from './open-worker-life.ts';
import { processEvents } from './process-events.ts';
import { type DueEvent, readDue } from './read-due.ts';
import { serveStreams } from './serve-streams.ts';
import type { WorkerOptions } from './worker-options.ts';

export interface WorkerDeps {
  readonly pool: Pool;
  readonly life: WorkerLife;
  readonly sources: Sources;
  readonly options: WorkerOptions;
}

export interface BatchOrder {
  readonly waiting: Waiting;
  readonly limit: number;
  readonly plan: PlanBatch;
}

/** One transaction: hold streams, take events, fold, write. Null when there was nothing to take. */
export async function runBatch(deps: WorkerDeps, order: BatchOrder): Promise<BatchReport | null> {
  const { pool, life, sources, options } = deps;
  const terms = { deadlineMs: WORKER_LIMITS.deadlineMs, probe: life.probe };
  return withConnection(pool, terms, async (client) => {
    const taken = await take(client, deps, order);
    if (taken === null) {
      await client.query('COMMIT');
      return null;
    }
    const { streams, events } = taken;
    const batchId = sources.newId();
    try {
      await life.mark({
        batchId,
        appIds: events.map(({ app_id }) => app_id),
        eventIds: events.map(({ event_id }) => event_id),
      });
      const batch: Batch = { client, plan: order.plan, streams, sources, options };
      const { done, failed, dead, updates } = await processEvents(batch, events);
      const served = serveStreams(streams, { events, done });
      await sendAll(client, [served, unmark(batchId), { text: 'COMMIT' }]);
      const ages = agesOf(done, sources.now());
      return { processed: done.length, failed, dead, ages, updates };
    } catch (error) {
      await life.forget(batchId);
      throw error;
    }
  });
}

interface Taken {
  readonly streams: ReadonlyMap<string, Stream>;
  readonly events: readonly DueEvent[];
}

const TRIES = 3;

/** Tries again when the apps it got had just been emptied by their last holder. */
async function take(
  client: PoolClient,
  { sources, options }: WorkerDeps,
  { waiting, limit }: BatchOrder,
): Promise<Taken | null> {
  await client.query(beginIn('worker'));
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const now = sources.now();
    const { rows: held } = await send<HeldRow>(client, holdStreams({ waiting, now, options }));
    if (held.length === 0) return null;
    const appIds = held.map(({ app_id }) => app_id);
    const { rows } = await send<DueRow>(client, readDue({ waiting, now, appIds, limit }));
    if (rows.length > 0) {
      return {
        streams: new Map(held.map(({ app_id, epoch, position }) => [app_id, { epoch, position }])),
        events: (waiting === 'ordinary' ? mostlyNew(rows) : apart(rows, limit)).toSorted(byArrival),
      };
    }
  }
  return null;
}

type HeldRow = HeldStream & Record<string, unknown>;
type DueRow = DueEvent & Record<string, unknown>;

/** What failed will most likely fail again, and the whole batch waits while it is told apart. */
const MOST_RETRIED = 10;

function mostlyNew(events: readonly DueEvent[]): readonly DueEvent[] {
  const retried = events.filter(({ attempts }) => attempts > 0).slice(0, MOST_RETRIED);
  return [...events.filter(({ attempts }) => attempts === 0), ...retried];
}

/** The fewer at a time, the more crashes: a handful after one, then each alone. */
function apart(events: readonly DueEvent[], limit: number): readonly DueEvent[] {
  const least = Math.min(...events.map(({ crashes }) => crashes));
  const size = least === 1 ? Math.max(1, Math.floor(limit / 32)) : 1;
  return events.filter(({ crashes }) => crashes === least).slice(0, size);
}

/** Ids are UUID v7. */
function byArrival(left: DueEvent, right: DueEvent): number {
  return left.event_id < right.event_id ? -1 : 1;
}

/** Ids are made when events arrive. */
function agesOf(events: readonly DueEvent[], now: number): readonly number[] {
  return events.map(({ event_id }) => Math.max(0, now - timeOfId(event_id)));
}

function unmark(batchId: string): Statement {
  return {
    name: 'unmark',
    text: 'DELETE FROM worker_batches WHERE batch_id = $1',
    values: [batchId],
  };
}
