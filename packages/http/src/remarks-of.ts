import type { ReleaseRefusal, SubscriptionKind } from '@dialpad-cti/core';

import type { HttpFault } from './http-fault.ts';

/** What is added to the row of a fault, since it is not the same each time. */
export function remarksOf(fault: HttpFault): readonly string[] {
  if (fault.kind === 'release-refused') return [REFUSALS[fault.reason]];
  if (fault.kind === 'dialpad-rejected') return [fault.detail];
  if (fault.kind === 'dialpad-forbidden' && fault.scope !== null) {
    return [`It lacks the scope ${fault.scope}.`];
  }
  return fault.kind === 'subscription-limit'
    ? [`There are ten for ${EVENTS[fault.subscription]} already.`]
    : [];
}

const REFUSALS: Readonly<Record<ReleaseRefusal, string>> = {
  'payload-not-utf8': 'its content is not text in UTF-8.',
  'payload-not-json': 'its content is not JSON.',
  'payload-not-object': 'its content is no JSON object.',
  'payload-too-deep': 'its content is nested too deep.',
  'signature-refused': 'no secret that its webhook has now signed it.',
  'hook-not-found': 'its webhook is not there any more.',
  unrouted: 'nothing says which app it belongs to.',
};

const EVENTS: Readonly<Record<SubscriptionKind, string>> = {
  call: 'calls',
  sms: 'text messages',
  agent_status: "agents' status",
};
