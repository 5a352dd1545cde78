import { z } from 'zod';

import { Contact, Target, User } from './party.ts';
import { DialpadId, Direction, Milliseconds, RecordId, Timestamp } from './scalars.ts';

export const LIVE_STATUSES = ['ringing', 'queued', 'active', 'held'] as const;

const FINAL_OUTCOMES = [
  'missed',
  'voicemail',
  'abandoned',
  'blocked',
  'no_answer',
  'transferred',
] as const;

/** A live status, or how the leg ended: `ended` when somebody answered, else the outcome. */
export const CallStatus = z.enum([...LIVE_STATUSES, 'ended', ...FINAL_OUTCOMES]);
export type CallStatus = z.infer<typeof CallStatus>;

export const CallOutcome = z.enum(['answered', ...FINAL_OUTCOMES]);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** Audio at Dialpad; its links open only with a Dialpad token. */
export const Recording = z.object({
  id: DialpadId.nullable(),
  url: z.string().nullable(),
  type: z
    .string()
    .nullable()
    .describe('`callrecording` or `admincallrecording`; new types pass through.'),
  duration_ms: Milliseconds.nullable(),
  started_at: Timestamp.nullable(),
});
export type Recording = z.infer<typeof Recording>;

/** What a call says of the message left on it; the voicemail itself is a record of its own. */
export const CallVoicemail = z.object({
  recording_id: DialpadId.nullable(),
  recording_url: z.string().nullable(),
  transcript: z.string().nullable(),
  duration_ms: Milliseconds.nullable(),
  received_at: Timestamp.nullable(),
});
export type CallVoicemail = z.infer<typeof CallVoicemail>;

/** Dialpad's AI notes; each part comes with an event of its own, minutes after the call. */
export const Recap = z.object({
  summary: z.string().nullable(),
  outcome: z.string().nullable(),
  purposes: z.array(z.string()),
  action_items: z.array(z.string()),
});
export type Recap = z.infer<typeof Recap>;

/** What the events of one leg come to. A pure function of the set of events: see `callView`. */
export const CallView = z.object({
  dialpad_call_id: DialpadId,
  direction: Direction.nullable(),
  from_number: z.string().nullable(),
  to_number: z.string().nullable(),
  external_number: z
    .string()
    .nullable()
    .describe(
      "The other side, whatever the direction. E.164, or Dialpad's own text such as `blocked`.",
    ),
  internal_number: z.string().nullable(),
  status: CallStatus,
  outcome: CallOutcome.nullable().describe('Null while the leg is live.'),
  state: z
    .string()
    .nullable()
    .describe("Dialpad's word: the strongest end state seen, else the newest live one."),
  target: Target.nullable(),
  user: User.nullable(),
  call_center: z
    .object({ id: DialpadId, name: z.string().nullable() })
    .nullable()
    .describe('The call centre that the leg belongs to or came through.'),
  contact: Contact.nullable(),
  started_at: Timestamp.nullable(),
  rang_at: Timestamp.nullable(),
  queued_at: Timestamp.nullable(),
  connected_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable().describe(
    'Null until the leg is over, and while its end time is unknown.',
  ),
  duration_ms: Milliseconds.nullable().describe(
    'From answer to end; 0 while live or never answered; null while the end time is unknown.',
  ),
  talk_time_ms: Milliseconds.nullable().describe(
    'Time that a person talked: as Dialpad reports it, else `duration_ms` less `hold_time_ms`.',
  ),
  hold_time_ms: Milliseconds,
  wait_time_ms: Milliseconds.nullable().describe(
    'From start to answer, or to the end if nobody answered.',
  ),
  queue_time_ms: Milliseconds.nullable().describe(
    'From entering the queue to answer or end; null for a call that did not wait in a queue.',
  ),
  quality: z.number().nullable().describe('Mean opinion score, 1 to 5.'),
  recordings: z.array(Recording),
  recording_url: z.string().nullable(),
  voicemail: CallVoicemail.nullable(),
  transcript: z
    .object({ available: z.literal(true) })
    .nullable()
    .describe("Dialpad's transcript is ready to be fetched; its text is not part of events."),
  recap: Recap.nullable(),
  labels: z.array(z.string()),
  csat: z.string().nullable(),
  dispositions: z.array(z.string()),
  related: z.object({
    master_call_id: DialpadId.nullable(),
    entry_point_call_id: DialpadId.nullable(),
    operator_call_id: DialpadId.nullable(),
  }),
  is_internal: z.boolean(),
  is_transferred: z.boolean(),
  callback_requested: z.boolean(),
  custom_data: z
    .string()
    .nullable()
    .describe('Passed through as given to Dialpad. Others can set it: never trust it for rights.'),
});
export type CallView = z.infer<typeof CallView>;

/** One leg of a phone call, as client apps see it. */
export const Call = CallView.extend({
  id: RecordId,
  is_stale: z
    .boolean()
    .describe('Live, but Dialpad has said nothing for four hours: its end was probably lost.'),
  created_at: Timestamp,
  updated_at: Timestamp,
  version: z.int().min(1).describe('Counts the visible changes, from 1.'),
});
export type Call = z.infer<typeof Call>;

/** A live call silent for so long leaves the list of active calls. */
export const STALE_AFTER_MS = 4 * 60 * 60 * 1000;
