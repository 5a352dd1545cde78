import { z } from 'zod';

import type { SubscriptionKind } from '../../world.ts';
import { idInput } from '../parse-input.ts';

export const TARGET_TYPES = [
  'callcenter',
  'callrouter',
  'channel',
  'coachinggroup',
  'coachingteam',
  'department',
  'office',
  'room',
  'staffgroup',
  'unknown',
  'user',
] as const;

const CALL_STATES = [
  'admin',
  'admin_recording',
  'ai_playbook',
  'all',
  'barge',
  'blocked',
  'call_transcription',
  'calling',
  'connected',
  'csat',
  'dispositions',
  'eavesdrop',
  'hangup',
  'hold',
  'merged',
  'missed',
  'monitor',
  'parked',
  'pcsat',
  'postcall',
  'preanswer',
  'queued',
  'recap_action_items',
  'recap_outcome',
  'recap_purposes',
  'recap_summary',
  'recording',
  'ringing',
  'takeover',
  'transcription',
  'voicemail',
  'voicemail_uploaded',
] as const;

/** What the requests of one kind may say beside `endpoint_id` and `enabled`; null counts as absent. */
export interface SubscriptionTerms {
  readonly created: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly changed: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly isForAdmins: boolean;
  readonly scope?: string;
  /** Whether it can be for one target only. */
  readonly hasTarget: boolean;
}

const target = {
  target_type: z.enum(TARGET_TYPES).nullish(),
  target_id: idInput.nullish(),
};
const call = z.object({
  call_states: z.array(z.enum(CALL_STATES)).nullish(),
  group_calls_only: z.boolean().nullish(),
  ...target,
});
const direction = z.enum(['all', 'inbound', 'outbound']);
const sms = z.object({
  direction,
  status: z.boolean().nullish(),
  include_internal: z.boolean().nullish(),
  ...target,
});
const agentType = z.literal('callcenter');
const contact = z.object({ contact_type: z.enum(['local', 'shared']) });
const nothing = z.object({});

export const SUBSCRIPTION_TERMS: Readonly<Record<SubscriptionKind, SubscriptionTerms>> = {
  call: { created: call, changed: call, isForAdmins: false, hasTarget: true },
  sms: {
    created: sms,
    changed: sms.extend({ direction: direction.nullish() }),
    defaults: { status: false, include_internal: false },
    isForAdmins: false,
    hasTarget: true,
  },
  agent_status: {
    created: z.object({ agent_type: agentType }),
    changed: z.object({ agent_type: agentType.nullish() }),
    isForAdmins: true,
    hasTarget: false,
  },
  contact: { created: contact, changed: contact, isForAdmins: true, hasTarget: false },
  changelog: {
    created: nothing,
    changed: nothing,
    isForAdmins: true,
    scope: 'change_log',
    hasTarget: false,
  },
};
