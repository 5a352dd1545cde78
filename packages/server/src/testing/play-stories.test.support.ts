import { setTimeout as delay } from 'node:timers/promises';

import type { Simulator, Story } from '@dialpad-cti/simulator';

export interface StoriesToPlay {
  /** In turn. */
  readonly scenarios: readonly string[];
  readonly count: number;
  readonly perSecond: number;
  /** As of `play`. */
  readonly speed?: number;
}

/** Begins so many stories, evenly spread; resolves when the last has begun. */
export async function playStories(
  simulator: Pick<Simulator, 'play'>,
  { scenarios, count, perSecond, speed = Number.POSITIVE_INFINITY }: StoriesToPlay,
): Promise<readonly Story[]> {
  const begunAt = performance.now();
  const stories: Story[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const scenario = scenarios[nth % scenarios.length];
    if (scenario === undefined) throw new Error('There is nothing to play.');
    await delay(Math.max(0, begunAt + (nth * 1000) / perSecond - performance.now()));
    stories.push(simulator.play(scenario, { speed }));
  }
  return stories;
}
