import type { Payload } from '@dialpad-cti/core/fixtures';

import { isObject } from './read-payload.ts';

/**
 * What was said on a call, as `GET /api/v2/transcripts/{call_id}` answers it, with one label of
 * Dialpad's between the lines, which is no speech.
 */
export function transcriptLines(event: Payload): readonly Payload[] {
  const user = speakerOf(event['target'], 'user_id');
  const contact = speakerOf(event['contact'], 'contact_id');
  const from = Number(event['date_connected'] ?? event['date_started']);
  const line = (seconds: number, speaker: Payload, content: string): Payload => ({
    time: zoneless(from + seconds * 1000),
    type: 'transcript',
    content,
    ...speaker,
  });
  return [
    line(1, user, 'Harborview Marine Supply, how can I help?'),
    line(5, contact, 'Hello, I am calling about an order of mine.'),
    { ...line(9, {}, 'whole_call_summary'), type: 'moment' },
    line(10, user, 'Let me look it up for you.'),
    line(16, contact, 'Thank you, that is all I wanted to know.'),
  ];
}

function speakerOf(party: unknown, idField: 'user_id' | 'contact_id'): Payload {
  if (!isObject(party)) return {};
  const id = String(party['id']);
  // A contact's id is an opaque key here, not the number that events tell.
  const shown = idField === 'user_id' ? id : Buffer.from(`contact-${id}`).toString('base64');
  return { name: party['name'], [idField]: shown };
}

/** ISO without a zone, in microseconds. UTC is meant. */
function zoneless(time: number): string {
  return new Date(time).toISOString().replace('Z', '000');
}
