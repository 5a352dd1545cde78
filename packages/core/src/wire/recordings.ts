import type { RecordingFacts, RecordingValues } from '../domain/call-facts.ts';
import type { Clock } from '../domain/clock.ts';
import { unionOfRecordings } from '../domain/union-of-recordings.ts';
import { isObject, type Payload } from './parse-payload.ts';
import { amountOf, idOf, knownOf, textOf, timeOf, wordOf } from './read.ts';

/** Dialpad tells of recordings in full, and beside that by link alone. */
export function recordingsOf(payload: Payload, clock: Clock): readonly RecordingFacts[] {
  const told = [
    ...listOf(payload['recording_details']).map(detailOf),
    ...listOf(payload['recording_url']).map((url) => linkOf(url, null)),
    ...listOf(payload['admin_recording_urls']).map((url) => linkOf(url, 'admincallrecording')),
  ];
  return unionOfRecordings(
    told.flatMap((values) => {
      const key = values.id ?? values.url;
      return key === undefined ? [] : { key, clock, values, lateClocks: {} };
    }),
  );
}

function detailOf(detail: unknown): Partial<RecordingValues> {
  if (!isObject(detail)) return {};
  return knownOf<RecordingValues>({
    id: idOf(detail['id']),
    url: textOf(detail['url']),
    type: wordOf(detail['recording_type']),
    durationMs: amountOf(detail['duration']),
    startedAt: timeOf(detail['start_time']),
  });
}

function linkOf(url: unknown, type: string | null): Partial<RecordingValues> {
  return knownOf<Pick<RecordingValues, 'url' | 'type'>>({ url: textOf(url), type });
}

/** `recording_url` is documented as a list and has been met as a bare text. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
