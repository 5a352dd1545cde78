import { afterEach, expect, test } from 'vitest';

import { type Listener, openListener } from '../../testing/open-listener.test.support.ts';
import { runCli } from '../../testing/run-cli.test.support.ts';

let listener: Listener;
afterEach(() => listener.close());

const COUNTS = { pending: 3, retrying: 0, dead: 1, quarantined: 0, unrouted: 0 };
const RATES = { oldest_pending_ms: 12.4, received_per_minute: 120, processed_per_minute: 118 };

/** Looked at three times, then the server goes away. */
async function watch(isTerminal: boolean) {
  listener = await openListener((_heard, response) => {
    if (listener.heard.length <= 3) return { success: true, data: { ...COUNTS, ...RATES } };
    response.statusCode = 503;
    return { code: 'temporarily-unavailable', title: 'T', detail: 'D.' };
  });
  const environment = { CTI_URL: listener.url, INTERNAL_API_SECRET: 's' };
  return runCli(['queue', '--watch', '--every', '5'], { environment, isTerminal });
}

test('a queue that is watched is one line a look, and in a terminal one line alone', async () => {
  const { code, stdout, waits } = await watch(false);
  expect(code).toBe(69);
  expect(waits).toEqual([5000, 5000, 5000]);
  const line =
    'pending 3 · retrying 0 · dead 1 · quarantined 0 · unrouted 0 · oldest 12 ms · in 120/min · done 118/min';
  expect(stdout).toBe(`${line}\n`.repeat(3));
  await listener.close();

  const drawn = await watch(true);
  expect(drawn.stdout.replace(/\n$/, '').split('\r').slice(1)).toEqual(
    Array.from({ length: 3 }, () => `\u001b[K${line.slice(0, 79)}`),
  );
});
