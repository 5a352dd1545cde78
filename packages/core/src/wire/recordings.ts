import { byKey } from '../domain/by-key.ts';
import type { RecordingFacts } from '../domain/call-facts.ts';
import type { Clock } from '../domain/clock.ts';
import { isObject, type Payload } from './parse-payload.ts';
import { amountOf, idOf, textOf, timeOf, wordOf } from './read.ts';

/** Dialpad tells of recordings in full, and beside that by link alone. */
export function recordingsOf(payload: Payload, clock: Clock): readonly RecordingFacts[] {
  const recordings = new Map<string, RecordingFacts>();
  const add = (known: Omit<RecordingFacts, 'key' | 'clock'>): void => {
    const key = known.id ?? known.url;
    if (key !== null && !recordings.has(key)) recordings.set(key, { key, clock, ...known });
  };
  for (const detail of listOf(payload['recording_details'])) {
    if (isObject(detail)) add(detailOf(detail));
  }
  for (const url of listOf(payload['recording_url'])) add(linkOf(url, null));
  for (const url of listOf(payload['admin_recording_urls'])) add(linkOf(url, 'admincallrecording'));
  return [...recordings.values()].sort(byKey);
}

function detailOf(detail: Payload): Omit<RecordingFacts, 'key' | 'clock'> {
  return {
    id: idOf(detail['id']),
    url: textOf(detail['url']),
    type: wordOf(detail['recording_type']),
    durationMs: amountOf(detail['duration']),
    startedAt: timeOf(detail['start_time']),
  };
}

function linkOf(url: unknown, type: string | null): Omit<RecordingFacts, 'key' | 'clock'> {
  return { id: null, url: textOf(url), type, durationMs: null, startedAt: null };
}

/** `recording_url` is documented as a list and has been met as a bare text. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
