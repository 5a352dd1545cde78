import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import type { CallView } from '../../domain/call.ts';
import { flows, type Payload } from '../../fixtures/index.ts';
import { createMemoryDialpad, createMemoryStorage } from '../../memory/index.ts';
import { shuffledAndRepeated } from '../../testing/arbitraries/deliveries.ts';
import { answered } from '../../testing/harness/answered.ts';
import { openApp } from '../../testing/harness/open-app.ts';
import { processAll } from '../../testing/harness/process-all.ts';
import { send } from '../../testing/harness/send.ts';
import { foldedViews, storedViews } from '../../testing/harness/views-of.ts';
import { createReconciliation } from './create-reconciliation.ts';

const callFlows = flows.filter(({ kind }) => kind === 'call');

for (const { name, events } of callFlows) {
  test(`${name}: a walk brings back what lost events said, as far as a list can say it`, async () => {
    const whole = foldedViews(events.map(textOf)).calls;
    const kept = fc.subarray([...events]).chain(shuffledAndRepeated);
    await fc.assert(
      fc.asyncProperty(kept, async (delivered) => {
        const { stored, recoveredAgain } = await walkedOver(events, delivered);
        for (const [id, view] of Object.entries(whole)) {
          const own = stored[id];
          expect(own && listedPartOf(own)).toEqual(listedPartOf(view));
        }
        expect(recoveredAgain).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test(`${name}: a walk adds nothing to a call of which no event was lost`, async () => {
    const whole = foldedViews(events.map(textOf)).calls;
    const { stored } = await walkedOver(events, events);
    expect(stored).toEqual(whole);
  });
}

/** Records after the events that were delivered, a walk over all calls, and whether a second one finds more. */
async function walkedOver(events: readonly Payload[], delivered: readonly Payload[]) {
  const storage = createMemoryStorage();
  const dialpad = createMemoryDialpad({ tokenLifetimeS: null });
  for (const legs of Map.groupBy(events, (event) => event['call_id']).values()) {
    dialpad.addCall(asListed(legs));
  }
  const { accessToken } = dialpad.issueTokens();
  const tokens = {
    token: () => okAsync(accessToken),
    renewed: () => errAsync({ kind: 'dialpad-unauthorized' } as const),
  };
  const reconciliation = createReconciliation({
    store: storage.reconciliationStore,
    eventStore: storage.eventStore,
    dialpadFor: () => okAsync(dialpad.open({ companyKey: 'a company', tokens })),
    isKnownAtDialpad: () => okAsync(true),
    now: Date.now,
    onStored: () => {},
  });
  const app = await openApp(storage);
  await send(storage, app, delivered.map(textOf));
  await processAll(storage);
  const window = { from: 0, to: Date.now() };
  const walk = async () => {
    const wanted = { appId: app.appId, reason: 'operator' as const, ...window };
    await answered(storage.reconciliationStore.addBackfill(wanted, null));
    const walked = await answered(reconciliation.walkNext());
    await processAll(storage);
    return walked;
  };
  await walk();
  const stored = (await storedViews(storage, app.appId)).calls;
  return { stored, recoveredAgain: (await walk())?.recovered };
}

/** What the list has no field for, or tells less of than events do, is left out. */
function listedPartOf(view: CallView) {
  const { outcome, talk_time_ms, recordings } = view;
  return {
    outcome: isTold(outcome) ? outcome : 'not answered',
    talk_time_ms,
    hold_time_ms: view.hold_time_ms,
    duration_ms: view.duration_ms,
    wait_time_ms: view.wait_time_ms,
    direction: view.direction,
    from_number: view.from_number,
    to_number: view.to_number,
    target: view.target && { id: view.target.id, type: view.target.type, name: view.target.name },
    contact: view.contact,
    started_at: view.started_at,
    connected_at: view.connected_at,
    ended_at: view.ended_at,
    quality: view.quality,
    recordings,
    labels: view.labels,
    csat: view.csat,
    related: view.related,
    is_transferred: view.is_transferred,
    custom_data: view.custom_data,
  };
}

/** How a call ended that nobody answered shows in its states and queue times, which are not listed. */
function isTold(outcome: CallView['outcome']): boolean {
  return outcome === 'answered' || outcome === 'no_answer' || outcome === 'transferred';
}

const IDS = ['call_id', 'master_call_id', 'entry_point_call_id', 'operator_call_id'];
const TIMES = ['date_connected', 'date_ended', 'date_rang', 'date_started'];
const TEXTS = [
  'contact',
  'csat_score',
  'custom_data',
  'direction',
  'duration',
  'entry_point_target',
  'external_number',
  'hold_time',
  'internal_number',
  'is_transferred',
  'labels',
  'mos_score',
  'proxy_target',
  'recording_details',
  'talk_time',
  'target',
  'total_duration',
  'transcription_text',
];

/** A call as the API lists it: what its events said last, poorer, and with numbers as text. */
function asListed(events: readonly Payload[]): Payload {
  const said: Record<string, unknown> = {};
  const inOrder = events.toSorted((one, other) => timeOf(one) - timeOf(other));
  for (const [name, value] of inOrder.flatMap((event) => Object.entries(event))) {
    if (!isNothing(value)) said[name] = value;
  }
  const told = (names: readonly string[], form: (value: unknown) => unknown) =>
    names.flatMap((name) => (name in said ? [[name, form(said[name])]] : []));
  return {
    ...Object.fromEntries(told([...IDS, ...TIMES], String)),
    ...Object.fromEntries(told(TEXTS, poorer)),
    event_timestamp: String(Math.max(...events.map(timeOf))),
    state: 'hangup',
  };
}

const timeOf = (event: Payload): number => Number(event['event_timestamp']);

function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

/** Parties are listed without their office, and with ids as text. */
function poorer(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('id' in value)) return value;
  const { office_id: _office, id, ...party } = { office_id: null, ...value };
  return { id: String(id), ...party };
}

function textOf(payload: Payload): string {
  return JSON.stringify(payload);
}
