import type { RecordChange, RecordKey, StoredEvent, Update } from '@dialpad-cti/core';

import { type Statement, sendAll } from '../connection/in-role.ts';
import { isDataError } from '../sql-state.ts';
import type { Batch, Outcome } from './batch.ts';
import { type Known, knownOf, loaderOf, loadStatements } from './load-records.ts';
import { numberUpdates } from './number-updates.ts';
import { postpone } from './postpone.ts';
import type { DueEvent } from './read-due.ts';
import { insertCalls, insertMessages, insertUpdates, insertVoicemails } from './record-tables.ts';
import { type Staged, stageChanges } from './stage-changes.ts';

/** The event or its fold is at fault, not the database. */
interface EventFault {
  readonly fault: unknown;
  /** Something was sent since the last savepoint. */
  readonly isSaved: boolean;
}

/**
 * Folds and writes the events inside the batch's transaction: all of them, or when that fails for
 * their own fault each half, until the one that fails stands alone and has to wait. Rejects when
 * the database fails: then nothing of the batch happened.
 */
export async function processEvents(batch: Batch, events: readonly DueEvent[]): Promise<Outcome> {
  if (events.length === 0) return NOTHING;
  try {
    const updates = await foldAndWrite(batch, events);
    return { ...NOTHING, done: events, updates };
  } catch (error) {
    if (!isEventFault(error) && !isDataError(error)) throw error;
    if (!isEventFault(error) || error.isSaved) {
      await batch.client.query('ROLLBACK TO SAVEPOINT part');
    }
    const [event] = events;
    if (event !== undefined && events.length === 1) {
      const isDead = await postpone(batch, event, isEventFault(error) ? error.fault : error);
      return { ...NOTHING, failed: 1, dead: isDead ? 1 : 0 };
    }
  }
  const half = Math.ceil(events.length / 2);
  const first = await processEvents(batch, events.slice(0, half));
  const second = await processEvents(batch, events.slice(half));
  return {
    done: [...first.done, ...second.done],
    failed: first.failed + second.failed,
    dead: first.dead + second.dead,
    updates: [...first.updates, ...second.updates],
  };
}

const NOTHING: Outcome = { done: [], failed: 0, dead: 0, updates: [] };

async function foldAndWrite(batch: Batch, events: readonly DueEvent[]): Promise<readonly Update[]> {
  const { keys, fold } = blaming(false, () => batch.plan(events.map(storedEvent)));
  const known = await load(batch, keys);
  const { staged, numbered } = blaming(true, () => {
    const changes: readonly RecordChange[] = fold(loaderOf(known));
    const staged = stageChanges(changes, known, batch.sources);
    return { staged, numbered: numberUpdates(batch, staged.shown) };
  });
  await sendAll(batch.client, [
    ...writes(staged, numbered.updates),
    unqueue(events),
    { text: 'RELEASE SAVEPOINT part' },
  ]);
  numbered.advance();
  return numbered.updates;
}

function storedEvent({ app_id, event_id, kind, payload }: DueEvent): StoredEvent {
  if (payload === null) throw new Error('the event is gone');
  // It was written from an EventKind.
  return { id: event_id, appId: app_id, kind: kind as StoredEvent['kind'], payload };
}

async function load({ client }: Batch, keys: readonly RecordKey[]): Promise<Known> {
  const statements = keys.length === 0 ? [] : loadStatements(keys);
  const [, calls, messages] = await sendAll(client, [{ text: 'SAVEPOINT part' }, ...statements]);
  return knownOf(keys, calls?.rows ?? [], messages?.rows ?? []);
}

function writes(staged: Staged, updates: readonly Update[]): readonly Statement[] {
  const { calls, messages, voicemails } = staged;
  return [
    ...(calls.length > 0 ? [insertCalls(calls as never)] : []),
    ...(messages.length > 0 ? [insertMessages(messages as never)] : []),
    ...(voicemails.length > 0 ? [insertVoicemails(voicemails as never)] : []),
    ...(updates.length > 0 ? [insertUpdates(updates.map(updateRow))] : []),
  ];
}

function updateRow({ appId, epoch, position, id, at, type, data }: Update) {
  return { app_id: appId, epoch, position, id, at, type, json: data };
}

function unqueue(events: readonly DueEvent[]): Statement {
  return {
    name: 'unqueue',
    text: `
      DELETE FROM webhook_queue AS queued
      USING unnest($1::uuid[], $2::uuid[]) AS done (app_id, event_id)
      WHERE queued.app_id = done.app_id AND queued.event_id = done.event_id`,
    values: [events.map(({ app_id }) => app_id), events.map(({ event_id }) => event_id)],
  };
}

function blaming<T>(isSaved: boolean, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    // Not an Error: it never leaves this file, and says no more than whose fault it is.
    throw { fault, isSaved } satisfies EventFault;
  }
}

function isEventFault(error: unknown): error is EventFault {
  return typeof error === 'object' && error !== null && 'fault' in error;
}
