import type { Payload } from '@dialpad-cti/core/fixtures';

import type { SimulatorClock } from '../simulator-clock.ts';
import type { StoryRecord } from '../stories/create-stories.ts';
import type { World } from '../world.ts';
import { mediaPaths } from './media-paths.ts';
import { restCall } from './rest-call.ts';
import { transcriptLines } from './transcript-lines.ts';
import { waveOf } from './wave-of.ts';

/** Keeps a story's calls, their transcripts and their audio in the world, as they come to be. */
export function openCallRecord(world: World, clock: SimulatorClock): StoryRecord {
  const legs = new Map<string, Leg>();
  const [callIds, paths] = [new Set<string>(), new Set<string>()];

  function keep(callId: string, { events, concludedAt }: Leg): void {
    const rest = restCall(events);
    const startedAt = Number(rest['date_started'] ?? rest['event_timestamp']);
    world.calls.set(callId, { callId, concludedAt, startedAt, rest });
  }

  return {
    add({ kind, payload }) {
      if (kind !== 'call') return;
      const callId = String(payload['call_id']);
      const { events, concludedAt } = legs.get(callId) ?? { events: [], concludedAt: null };
      const hasEnded = payload['state'] === 'hangup';
      const leg = {
        events: [...events, payload],
        concludedAt: concludedAt ?? (hasEnded ? clock.now() : null),
      };
      legs.set(callId, leg);
      callIds.add(callId);
      keep(callId, leg);
      if (payload['state'] === 'call_transcription') {
        world.transcripts.set(callId, transcriptLines(payload));
      }
      for (const path of mediaPaths(payload)) {
        if (!world.media.has(path)) world.media.set(path, waveOf(path));
        paths.add(path);
      }
    },
    close() {
      for (const [callId, leg] of legs) {
        if (leg.concludedAt === null) keep(callId, { ...leg, concludedAt: clock.now() });
      }
      // Whoever holds the record for long holds no events.
      legs.clear();
    },
    forget() {
      for (const callId of callIds) {
        world.calls.delete(callId);
        world.transcripts.delete(callId);
      }
      for (const path of paths) world.media.delete(path);
    },
  };
}

interface Leg {
  readonly events: readonly Payload[];
  /** Epoch ms. */
  readonly concludedAt: number | null;
}
