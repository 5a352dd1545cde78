/** An inbound call of a minute and a half that has just ended, as Dialpad tells of it. */
export function exampleEvent(now: number): Readonly<Record<string, unknown>> {
  const second = 1000;
  return {
    call_id: 5_000_000_000_000_000 + (now % 1_000_000_000_000),
    state: 'hangup',
    direction: 'inbound',
    external_number: '+14155550123',
    internal_number: '+14155550100',
    date_started: now - 100 * second,
    date_rang: now - 98 * second,
    date_connected: now - 90 * second,
    date_ended: now,
    event_timestamp: now,
    duration: 90 * second,
    talk_time: 90 * second,
    target: { type: 'user', id: 5_400_000_000_000_001, name: 'Ada Example' },
    contact: { type: 'shared', id: 'contact-1', name: 'Grace Caller', phone: '+14155550123' },
  };
}
