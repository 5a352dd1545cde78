import type { SeededRandom } from './seeded-random.test.support.ts';

export type Payload = Readonly<Record<string, unknown>> & { readonly call_id: number };

export interface StoriesOptions {
  readonly random: SeededRandom;
  readonly calls: number;
  /** The id of the first call; the others follow. */
  readonly firstId: number;
  /** Epoch ms: the first call began then. */
  readonly begunAt: number;
}

/** Inbound calls of six events each, all different: rung, queued, answered, held, ended, summed up. */
export function callStories(options: StoriesOptions): readonly (readonly Payload[])[] {
  return Array.from({ length: options.calls }, (_, index) => story(options, index));
}

function story({ random, firstId, begunAt }: StoriesOptions, index: number): readonly Payload[] {
  const second = 1000;
  const started = begunAt + index * 10 * second;
  const rang = started + (1 + random.below(5)) * second;
  const queued = rang + (1 + random.below(9)) * second;
  const connected = queued + (1 + random.below(60)) * second;
  const ended = connected + (10 + random.below(600)) * second;
  const base = {
    call_id: firstId + index,
    direction: 'inbound',
    external_number: `+1415555${String(index % 10_000).padStart(4, '0')}`,
    internal_number: '+14155550100',
    date_started: started,
    target: { type: 'user', id: 5_400_000_000_000_001 + (index % 7), name: `Agent ${index % 7}` },
    contact: { id: 4_900_000_000_000_001 + index, type: 'local', name: `Caller ${index}` },
  };
  const talk = ended - connected - 2 * second;
  return [
    { ...base, state: 'ringing', date_rang: rang, event_timestamp: rang },
    { ...base, state: 'queued', date_queued: queued, event_timestamp: queued },
    { ...base, state: 'connected', date_connected: connected, event_timestamp: connected },
    { ...base, state: 'hold', date_connected: connected, event_timestamp: connected + 4 * second },
    {
      ...base,
      state: 'hangup',
      date_connected: connected,
      date_ended: ended,
      event_timestamp: ended,
      talk_time: talk,
      hold_time: 2 * second,
      mos_score: 1 + random.below(400) / 100,
    },
    {
      ...base,
      state: 'recap_summary',
      date_ended: ended,
      event_timestamp: ended + 30 * second,
      recap_summary: `They spoke of order ${index}.`,
    },
  ];
}
