import type { Delivery } from '@dialpad-cti/http';

/** Notices when deliveries may have been lost on their way to this process. */
export interface GapWatch {
  readonly onDelivery: (delivery: Delivery) => void;
  /** Epoch ms from when on events may be missing; null: none seem to. Asked once, it is forgotten. */
  readonly takeGap: () => number | null;
  /** Nobody could look: it is asked for again. */
  readonly giveBack: (since: number) => void;
}

/** Nothing came for so long, although something did before. */
const SILENCE_MS = 5 * 60_000;
/** Dialpad gives a call's event up after 14 s: then it is time to look. */
const PATIENCE_MS = 30_000;

export function createGapWatch(now: () => number): GapWatch {
  let lastAt: number | null = null;
  let gap: { readonly since: number; readonly seenAt: number } | null = null;

  function see(since: number): void {
    gap = { since: Math.min(since, gap?.since ?? since), seenAt: now() };
  }

  return {
    onDelivery({ outcome }) {
      const at = now();
      if (outcome === 'unavailable' || outcome === 'refused') return see(lastAt ?? at);
      if (outcome !== 'stored' && outcome !== 'duplicate') return;
      if (lastAt !== null && at - lastAt > SILENCE_MS) see(lastAt);
      lastAt = at;
    },
    takeGap() {
      if (gap === null || now() - gap.seenAt < PATIENCE_MS) return null;
      const { since } = gap;
      gap = null;
      return since;
    },
    giveBack: see,
  };
}
