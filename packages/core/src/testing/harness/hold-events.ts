import { SET_ASIDE_REASONS } from '../../ports/event-store.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';
import { killEvents } from './kill-events.ts';
import { type AppUnderTest, openApp } from './open-app.ts';
import { callPayload, messagePayload, numbers } from './payloads.ts';
import { send } from './send.ts';

/**
 * Two apps: each with three dead calls, a dead message, a call that is done and one that waits,
 * and a delivery set aside for each reason there is.
 */
export async function holdEvents(subject: StorageSubject): Promise<readonly AppUnderTest[]> {
  const apps = [await openApp(subject), await openApp(subject)];
  for (const app of apps) {
    const calls = numbers(3).map((id) => callPayload(id, { custom_data: 'doomed' }));
    const message = messagePayload(1, { text: 'doomed' });
    await send(subject, app, [...calls, message, callPayload(4)]);
  }
  await killEvents(subject, (payload) => payload.includes('doomed'));
  for (const app of apps) {
    await send(subject, app, [callPayload(5)]);
    for (const reason of SET_ASIDE_REASONS) {
      const appId = reason === 'unrouted' ? null : app.appId;
      const body = new TextEncoder().encode(`kept for ${reason}`);
      await answered(subject.eventStore.setAside({ ...app, appId, reason, body }));
    }
  }
  return apps;
}
