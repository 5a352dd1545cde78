import type { DialpadId, NewDialpadSubscription } from '@dialpad-cti/core';

/** The body that makes a subscription what is given, whether it is new or changed. */
export function subscriptionBody({ terms, webhookId, enabled }: NewDialpadSubscription): object {
  const common = { endpoint_id: idNumber(webhookId), enabled };
  switch (terms.kind) {
    case 'call':
      return { ...common, call_states: terms.callStates };
    case 'sms': {
      const { direction, status, includeInternal } = terms;
      return { ...common, direction, status, include_internal: includeInternal };
    }
    case 'agent_status':
      return { ...common, agent_type: 'callcenter' };
  }
}

/** Documented as an integer; text is taken too, and is whole beyond 2^53. */
function idNumber(id: DialpadId): number | DialpadId {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : id;
}
