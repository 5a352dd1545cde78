import { errAsync, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';

import { createMemoryDialpad, createMemoryStorage } from '../../memory/index.ts';
import { answered } from '../../testing/harness/answered.ts';
import { openApp } from '../../testing/harness/open-app.ts';
import { callPayload, numbers } from '../../testing/harness/payloads.ts';
import { processAll } from '../../testing/harness/process-all.ts';
import { send } from '../../testing/harness/send.ts';
import type { DialpadFor } from '../connect/dialpad-access.ts';
import { createEndSilentCalls } from './end-silent-calls.ts';

const NOW = Date.UTC(2026, 8, 1, 12);
const FIVE_HOURS_MS = 5 * 60 * 60_000;

test.each<[string, ReturnType<DialpadFor>]>([
  ['has nobody to ask', errAsync({ kind: 'dialpad-not-connected' })],
  ['cannot be asked for', errAsync({ kind: 'store-unavailable', cause: 'cut' })],
])('calls do not wait behind many older ones of an app that %s', async (_name, answer) => {
  let now = NOW - FIVE_HOURS_MS;
  const storage = createMemoryStorage({ now: () => now });
  const [older, newer] = [await openApp(storage), await openApp(storage)];
  for (const [app, ids] of [
    [older, numbers(150)],
    [newer, numbers(3)],
  ] as const) {
    const live = { state: 'connected', event_timestamp: now, date_started: now };
    const payloads = ids.map((id) => callPayload(id, live));
    await send(storage, app, payloads);
    await processAll(storage);
    now += 1_000;
  }
  now = NOW;

  const dialpad = createMemoryDialpad({ now: () => now, tokenLifetimeS: null });
  const { accessToken } = dialpad.issueTokens();
  const tokens = {
    token: () => okAsync(accessToken),
    renewed: () => errAsync({ kind: 'dialpad-unauthorized' } as const),
  };
  const client = dialpad.open({ companyKey: 'a company', tokens });
  const endSilentCalls = createEndSilentCalls({
    store: storage.reconciliationStore,
    eventStore: storage.eventStore,
    dialpadFor: (appId) => (appId === newer.appId ? okAsync(client) : answer),
    isKnownAtDialpad: () => okAsync(true),
    now: () => now,
    onStored: () => {},
  });
  expect((await answered(endSilentCalls(10))).ended).toBe(3);
  expect((await answered(endSilentCalls(10))).ended).toBe(0);
});
