import { setTimeout as sleep } from 'node:timers/promises';

/** False when the time is up. */
export async function waitUntil(
  condition: () => Promise<boolean>,
  milliseconds: number,
): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}
