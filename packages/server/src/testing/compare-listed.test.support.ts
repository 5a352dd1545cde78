import { isDeepStrictEqual } from 'node:util';

import type { Truth } from '@dialpad-cti/simulator';
import { z } from 'zod';

import type { Row } from './api-client.test.support.ts';
import type { Records } from './compare-records.test.support.ts';
import { compareTruth } from './compare-truth.test.support.ts';

/**
 * As `compareTruth`, but a record may lack what Dialpad's call list has no field for (`CallProto` of its
 * API): if the event that said it was lost, nobody says it again. It may only lack it: where it says
 * something, that must be true. Not listed are
 *
 *   recap, dispositions            told by events of their own only
 *   transcript                     that there is one is told by an event; its text is elsewhere anyway
 *   queued_at, queue_time_ms       told by the state `queued`, and the list has the last state only
 *   status, outcome `abandoned`    `missed` unless it is known that the caller waited in a queue
 *   rang_at of a call out          told by the state `calling`; the list's `date_rang` is for calls in
 *   is_internal                    a field of events only
 *   callback_requested             told by the states of a callback
 *   office_id of a target          the list tells less of a party than events do
 *
 * Texts are not listed at all: of those none are compared.
 */
export function compareListed(records: Records, truth: Truth): readonly string[] {
  return compareTruth(
    {
      calls: forgiven(records.calls, truth.calls),
      voicemails: forgiven(records.voicemails, truth.voicemails),
      messages: [],
    },
    { ...truth, messages: [] },
  );
}

/** What a record says that never heard of it. */
const NOT_LISTED: Row = {
  dispositions: [],
  transcript: null,
  queued_at: null,
  queue_time_ms: null,
  is_internal: false,
  callback_requested: false,
};

const Target = z.looseObject({ office_id: z.string().nullable() });
const Recap = z.record(z.string(), z.union([z.string(), z.array(z.string())]).nullable());

/** Each record, with what it may lack taken from the truth. */
function forgiven(rows: readonly Row[], truth: readonly Row[]): readonly Row[] {
  const truthOf = new Map(truth.map((view) => [view['dialpad_call_id'], view]));
  return rows.map((row) => {
    const view = truthOf.get(row['dialpad_call_id']);
    return view === undefined ? row : { ...row, ...lackedBy(row, view) };
  });
}

function lackedBy(row: Row, view: Row): Row {
  const lacked = Object.entries(NOT_LISTED)
    .filter(([name, nothing]) => name in view && isDeepStrictEqual(row[name], nothing))
    .map(([name]) => [name, view[name]]);
  return {
    ...Object.fromEntries(lacked),
    ...(row['rang_at'] === null && view['direction'] === 'outbound'
      ? { rang_at: view['rang_at'] }
      : {}),
    ...(row['outcome'] === 'missed' && row['queued_at'] === null && view['outcome'] === 'abandoned'
      ? { outcome: 'abandoned', status: 'abandoned' }
      : {}),
    ...withOffice(row, view),
    ...withRecap(row, view),
  };
}

function withOffice(row: Row, view: Row): Row {
  const [own, true_] = [
    Target.safeParse(row['target']).data,
    Target.safeParse(view['target']).data,
  ];
  if (own?.office_id !== null || true_ === undefined) return {};
  return { target: { ...own, office_id: true_.office_id } };
}

/** Each of its parts is told by itself. */
function withRecap(row: Row, view: Row): Row {
  const whole = Recap.safeParse(view['recap']).data;
  if (whole === undefined) return {};
  if (row['recap'] === null) return { recap: whole };
  const parts = Object.entries(Recap.parse(row['recap']));
  const own = parts.map(([name, part]) => [name, part?.length ? part : whole[name]]);
  return { recap: Object.fromEntries(own) };
}
