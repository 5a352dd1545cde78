import type { Flow } from '@dialpad-cti/core/fixtures';

import type { Truth } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';

/** Kept for so long after its end: whoever lives for weeks must not grow for weeks. */
const KEPT_MS = 24 * 60 * 60_000;

export interface ToldStory {
  readonly expected: Flow['expected'];
  /** Takes all that is known of it out of the world. */
  readonly forget: () => void;
}

/** Collects what stories come to, each when it is told to its end, and lets go of old ones in passing. */
export function createTruth({ now }: Pick<SimulatorClock, 'now'>) {
  const told: (ToldStory & { readonly at: number })[] = [];
  let unfinished = 0;
  let forgotten = 0;

  function forgetOld(): void {
    const before = now() - KEPT_MS;
    const kept = told.findIndex(({ at }) => at > before);
    const old = told.splice(0, kept === -1 ? told.length : kept);
    for (const { forget } of old) forget();
    forgotten += old.length;
  }

  return {
    begin(): void {
      unfinished += 1;
    },
    end(story: ToldStory): void {
      forgetOld();
      told.push({ ...story, at: now() });
      unfinished -= 1;
    },
    unfinished: () => unfinished,
    read(): Truth {
      forgetOld();
      return {
        calls: told.flatMap(({ expected }) => expected.calls),
        voicemails: told.flatMap(({ expected }) => expected.voicemails),
        messages: told.flatMap(({ expected }) => expected.messages),
        unfinished,
        forgotten,
      };
    },
  };
}
