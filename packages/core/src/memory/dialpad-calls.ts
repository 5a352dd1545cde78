import type { DialpadCall } from '../domain/dialpad.ts';

/** A call as the port tells it, of one as Dialpad's API does. */
export function callOf(call: Readonly<Record<string, unknown>>): DialpadCall {
  return {
    callId: String(call['call_id']),
    startedAt: timeOf(call['date_started']),
    endedAt: timeOf(call['date_ended']),
    json: JSON.stringify(sorted(call)),
  };
}

function timeOf(value: unknown): number | null {
  const time = Number(value ?? 0);
  return Number.isFinite(time) && time > 0 ? time : null;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
