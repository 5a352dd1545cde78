import { CALL_STATES, SUBSCRIPTION_KINDS, type SubscriptionTerms } from '@dialpad-cti/core';
import { z } from 'zod';

import { oneOf } from './parameters.ts';

/** As Dialpad takes them; `unknown` is a word of ours. */
const STATES = ['all', ...CALL_STATES.filter((state) => state !== 'unknown')] as const;
const SOME_STATES = 'must be a list of 1 or more states of a call';
const FLAG = 'must be true or false';

const callFields = {
  call_states: z
    .array(oneOf(STATES), SOME_STATES)
    .min(1, SOME_STATES)
    .refine((states) => new Set(states).size === states.length, 'has a state more than once')
    .refine((states) => states.length === 1 || !states.includes('all'), '`all` must stand alone')
    .default(['all']),
};

const smsFields = {
  direction: oneOf(['all', 'inbound', 'outbound']).default('all'),
  status: z
    .boolean(FLAG)
    .default(true)
    .describe("Also each change of a message's delivery status."),
  include_internal: z.boolean(FLAG).default(true).describe('Also messages between colleagues.'),
};

/** What each kind takes where the path says the kind. */
export const CallBody = z.strictObject(callFields);
export const SmsBody = z.strictObject(smsFields);
export const AgentStatusBody = z.strictObject({});

export const callTerms = (body: z.output<typeof CallBody>): SubscriptionTerms => ({
  kind: 'call',
  callStates: body.call_states,
});

export const smsTerms = (body: z.output<typeof SmsBody>): SubscriptionTerms => ({
  kind: 'sms',
  direction: body.direction,
  status: body.status,
  includeInternal: body.include_internal,
});

export const agentStatusTerms = (): SubscriptionTerms => ({ kind: 'agent_status' });

const SubscriptionBody = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('call'), ...callFields }),
    z.strictObject({ kind: z.literal('sms'), ...smsFields }),
    z.strictObject({ kind: z.literal('agent_status') }),
  ],
  `must be one of ${SUBSCRIPTION_KINDS.join(', ')}`,
);

const SOME = 'must be a list of 1 to 3 subscriptions';

/** At most one of a kind. */
export const SubscriptionBodies = z
  .array(SubscriptionBody, SOME)
  .min(1, SOME)
  .max(SUBSCRIPTION_KINDS.length, SOME)
  .refine(
    (wanted) => new Set(wanted.map(({ kind }) => kind)).size === wanted.length,
    'has a kind more than once',
  );

export function termsOf(body: z.output<typeof SubscriptionBody>): SubscriptionTerms {
  switch (body.kind) {
    case 'call':
      return callTerms(body);
    case 'sms':
      return smsTerms(body);
    case 'agent_status':
      return agentStatusTerms();
  }
}
