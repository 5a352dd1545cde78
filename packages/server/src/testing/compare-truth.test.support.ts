import type { Truth } from '@dialpad-cti/simulator';

import type { Row } from './api-client.test.support.ts';
import { compareRecords, type Records } from './compare-records.test.support.ts';

/** One line for each record that is missing, too many, or has a field that differs. */
export function compareTruth(records: Records, truth: Truth): readonly string[] {
  return [
    ...compareRecords(records, truth),
    ...tooMany(records.calls, truth.calls, 'dialpad_call_id'),
    ...tooMany(records.voicemails, truth.voicemails, 'dialpad_call_id'),
    ...tooMany(records.messages, truth.messages, 'dialpad_message_id'),
  ];
}

function tooMany(rows: readonly Row[], views: readonly Row[], idField: string): readonly string[] {
  const awaited = new Set(views.map((view) => view[idField]));
  return rows.flatMap((row) =>
    // Each once: a second row of the same is one too many.
    awaited.delete(row[idField]) ? [] : [`${idField} ${String(row[idField])} is too many`],
  );
}
