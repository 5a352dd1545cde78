import type { Answer } from './api/api.ts';

/** Which events of its kind a subscription asks for; null when there is nothing to choose. */
export function termsText({
  call_states: states,
  direction,
  status,
  include_internal: internal,
}: Answer): string | null {
  if (Array.isArray(states)) return states.join(',');
  if (typeof direction !== 'string') return null;
  return [
    direction,
    ...(status === true ? [] : ['no status']),
    ...(internal === true ? [] : ['no internal']),
  ].join(', ');
}
