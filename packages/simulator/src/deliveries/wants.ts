import type { Payload } from '@dialpad-cti/core/fixtures';

import { isObject } from '../calls/read-payload.ts';
import type { ToldEvent } from '../stories/told-event.ts';
import type { SimSubscription } from '../world.ts';

/** A subscription asked for this event. */
export function wants(subscription: SimSubscription, { kind, payload }: ToldEvent): boolean {
  const { options } = subscription;
  if (!subscription.enabled || subscription.kind !== kind || !isForTarget(options, payload)) {
    return false;
  }
  switch (kind) {
    case 'call':
      return wantsCall(options, payload);
    case 'sms':
      return wantsText(options, payload);
    case 'contact':
      return wantsContact(options, payload);
    case 'agent_status':
    case 'changelog':
      return true;
  }
}

type Options = SimSubscription['options'];

function isForTarget(options: Options, payload: Payload): boolean {
  const { target_id: id, target_type: type } = options;
  if ((id ?? null) === null || (type ?? null) === null) return true;
  const target = payload['target'];
  return (
    isObject(target) &&
    String(target['id']) === String(id) &&
    String(target['type']).replaceAll('_', '') === type
  );
}

function wantsCall(options: Options, payload: Payload): boolean {
  const states = options['call_states'];
  // A list that was never given stands for all.
  const isWanted =
    !Array.isArray(states) ||
    states.length === 0 ||
    states.includes('all') ||
    states.includes(payload['state']);
  return isWanted && (options['group_calls_only'] !== true || isOfGroup(payload));
}

function isOfGroup(payload: Payload): boolean {
  const target = payload['target'];
  const isUser = isObject(target) && target['type'] === 'user';
  return !isUser || (payload['group_id'] ?? null) !== null;
}

function wantsText(options: Options, payload: Payload): boolean {
  const direction = options['direction'] ?? 'all';
  if (direction !== 'all' && direction !== payload['direction']) return false;
  if (payload['is_internal'] === true && options['include_internal'] !== true) return false;
  const isNews = payload['message_status'] === 'pending';
  return isNews || options['status'] === true;
}

function wantsContact(options: Options, payload: Payload): boolean {
  const [type, contact] = [options['contact_type'] ?? null, payload['contact']];
  return type === null || (isObject(contact) && contact['type'] === type);
}
