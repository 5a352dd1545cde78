import { setTimeout as delay } from 'node:timers/promises';

/** The log writes 20 lines a second about requests; beyond that it counts what it leaves out. */
const PER_SECOND = 18;

/** One after the other, so slowly that the log has a line for each. */
export async function paced<Value>(
  values: Iterable<Value>,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  for (const value of values) await Promise.all([work(value), delay(1000 / PER_SECOND)]);
}
