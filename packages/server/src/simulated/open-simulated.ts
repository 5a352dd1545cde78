import { randomInt } from 'node:crypto';

import { openSimulator, type Simulator } from '@dialpad-cti/simulator';

import type { Config } from '../config/config.ts';

/** The stand-in for Dialpad, where there is to be one. */
export async function openSimulated({
  simulator,
}: Pick<Config, 'simulator'>): Promise<Simulator | null> {
  if (simulator === null) return null;
  // Another company at each start: calls of an earlier one must not be told of again.
  return openSimulator({ seed: randomInt(2 ** 31) });
}
