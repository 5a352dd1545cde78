import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { clientOptions } from '../connection/client-options.ts';
import type { ConnectionSettings } from '../connection/connection-settings.ts';
import { INTAKE_LIMITS } from '../connection/time-limits.ts';
import { BURY_KILLERS, COUNT_CRASHES } from './crash-statements.ts';
import type { WorkerOptions } from './worker-options.ts';

interface Marker {
  readonly batchId: string;
  readonly appIds: readonly string[];
  readonly eventIds: readonly string[];
}

/**
 * Shows that this worker lives, and notes what it is about to do. A lock on a connection of its own
 * says the former: the server lets it go the moment the process is gone, however it went, where a
 * heartbeat would leave a killing event free to kill again until it has run out.
 */
export interface WorkerLife {
  /** Committed when it resolves. The batch's own transaction removes it. */
  mark(marker: Marker): Promise<void>;
  /** For a batch that ended without its transaction: it was no crash. Never rejects. */
  forget(batchId: string): Promise<void>;
  /** Rejects within seconds when the line to the database is dead: a statement may take far longer. */
  probe(): Promise<unknown>;
  /** Counts a crash for the events of workers that are gone. How many are dead letters by it. */
  lookForDead(now: number): Promise<number>;
  close(): Promise<void>;
}

export function openWorkerLife(
  settings: ConnectionSettings,
  { lookForDeadMs, isAlone }: Pick<WorkerOptions, 'lookForDeadMs' | 'isAlone'>,
): WorkerLife {
  let current: Promise<Living> | undefined;
  let isClosed = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const toForget = new Set<string>();

  const living = (): Promise<Living> => {
    if (isClosed) return Promise.reject(new Error('the storage is closed'));
    if (current !== undefined) return current;
    const own = connect(settings, () => {
      // A lost connection says so more than once, and by then there may be a new one.
      if (current === own) current = undefined;
    });
    current = own;
    return own;
  };

  const forgetAll = async (): Promise<void> => {
    if (toForget.size === 0) return;
    const batchIds = [...toForget];
    await (await living()).client.query(FORGET, [batchIds]);
    for (const batchId of batchIds) toForget.delete(batchId);
  };

  return {
    mark: async ({ batchId, appIds, eventIds }) => {
      const { client, workerId } = await living();
      await client.query(MARK, [batchId, workerId, appIds, eventIds]);
    },

    forget: async (batchId) => {
      toForget.add(batchId);
      await forgetAll().catch(() => {});
    },

    probe: async () => (await living()).client.query('SELECT 1'),

    lookForDead: async (now) => {
      if (now - lookedAt < lookForDeadMs) return 0;
      // Before looking at others: what is left of our own would look like a crash to them.
      await forgetAll();
      const { client, workerId } = await living();
      await client.query(COUNT_CRASHES, [workerId, isAlone]);
      const { rowCount } = await client.query(BURY_KILLERS, [new Date(now).toISOString()]);
      lookedAt = now;
      return rowCount ?? 0;
    },

    close: async () => {
      isClosed = true;
      const open = current;
      current = undefined;
      await open?.then(({ client }) => client.end()).catch(() => {});
    },
  };
}

interface Living {
  readonly client: Client;
  readonly workerId: string;
}

async function connect(settings: ConnectionSettings, onLost: () => void): Promise<Living> {
  const client = new Client({
    ...clientOptions(settings, INTAKE_LIMITS.statementMs),
    query_timeout: INTAKE_LIMITS.deadlineMs,
    application_name: 'dialpad-cti worker',
    // Batches of one process that run at once share it.
    pipeline: true,
  });
  const lose = (): void => {
    onLost();
    void client.end().catch(() => {});
  };
  client.on('error', lose);
  client.on('end', onLost);
  // A new number for each connection: the server may hold the lock of a lost one for a while.
  const workerId = (randomBytes(8).readBigInt64BE() >> 1n).toString();
  try {
    await client.connect();
    await client.query(`SET app.role = 'worker'; SET synchronous_commit = off`);
    await client.query('SELECT pg_advisory_lock($1::bigint)', [workerId]);
    return { client, workerId };
  } catch (error) {
    lose();
    throw error;
  }
}

const MARK = `
  INSERT INTO worker_batches (batch_id, worker_id, app_ids, event_ids)
  VALUES ($1, $2, $3, $4)`;

const FORGET = 'DELETE FROM worker_batches WHERE batch_id = ANY ($1::uuid[])';
