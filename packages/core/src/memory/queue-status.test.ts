import { expect, test } from 'vitest';

import { answered } from '../testing/harness/answered.ts';
import { openApp } from '../testing/harness/open-app.ts';
import { callPayload, numbers } from '../testing/harness/payloads.ts';
import { processAll } from '../testing/harness/process-all.ts';
import { send } from '../testing/harness/send.ts';
import { createMemoryStorage } from './storage.ts';

test('rates speak of the last minute only', async () => {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const storage = createMemoryStorage({ now: () => clock.time });
  const app = await openApp(storage);
  const rates = async () => {
    const { receivedPerMinute, processedPerMinute } = await answered(storage.eventStore.queue());
    return [receivedPerMinute, processedPerMinute];
  };
  await send(
    storage,
    app,
    numbers(3).map((id) => callPayload(id)),
  );
  expect(await rates()).toEqual([3, 0]);

  clock.time += 40_000;
  await processAll(storage);
  await send(storage, app, [callPayload(4)]);
  expect(await rates()).toEqual([4, 3]);

  clock.time += 20_000;
  expect(await rates()).toEqual([1, 3]);
  clock.time += 40_000;
  expect(await rates()).toEqual([0, 0]);
});
