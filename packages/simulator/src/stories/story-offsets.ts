import type { Payload } from '@dialpad-cti/core/fixtures';

/**
 * When each event is sent, whole ms after the story's beginning: as late as its own time says, and
 * never before the one that arrives ahead of it. Divided by `speed`; Infinity: all at 0.
 */
export function storyOffsets(events: readonly Payload[], speed: number): readonly number[] {
  let first: number | null = null;
  let offset = 0;
  return events.map((event) => {
    const time = timeOf(event);
    if (time !== null) {
      first ??= time;
      offset = Math.max(offset, time - first);
    }
    return Math.ceil(offset / speed);
  });
}

function timeOf(event: Payload): number | null {
  const time = event['event_timestamp'] ?? event['date'];
  return typeof time === 'number' ? time : null;
}
