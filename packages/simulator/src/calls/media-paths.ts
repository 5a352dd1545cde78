import type { Payload } from '@dialpad-cti/core/fixtures';

import { isObject, isText } from './read-payload.ts';

/**
 * Paths of the recordings and voicemails that an event links to. A voicemail's link is told before
 * there is any message behind it, and often there never is one.
 */
export function mediaPaths(event: Payload): readonly string[] {
  const details = [event['recording_details']].flat().filter(isObject);
  const hasMessage = (event['voicemail_recording_id'] ?? null) !== null;
  const links = [
    details.map((detail) => detail['url']),
    event['recording_url'],
    event['admin_recording_urls'],
    event['csat_recording_urls'],
    hasMessage ? event['voicemail_link'] : null,
  ];
  return [...new Set(links.flat().filter(isText))].map((link) => new URL(link).pathname);
}
