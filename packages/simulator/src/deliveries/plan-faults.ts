import { AFTER_CALL_STATES } from '../calls/after-call-states.ts';
import { isText } from '../calls/read-payload.ts';
import type { Random } from '../random/create-random.ts';
import type { DeliveryFaults } from '../simulator.ts';
import type { ToldEvent } from '../stories/told-event.ts';

export interface FaultPlan {
  readonly isDropped: boolean;
  /** Before the first try, ms. */
  readonly heldBackMs: number;
  /** After it was acknowledged, ms; null: not sent again. */
  readonly repeatedAfterMs: number | null;
}

export const NO_FAULTS: DeliveryFaults = { reorder: 0, duplicate: 0, drop: 0, lateArtifactsMs: 0 };

/** What goes wrong with one delivery. */
export function planFaults(random: Random, faults: DeliveryFaults, event: ToldEvent): FaultPlan {
  // All are drawn each time, so that the share of one fault never shifts another.
  const [dropped, reordered, heldBack, duplicated, repeated] = [
    random.next(),
    random.next(),
    random.below(LONGEST_HOLD_MS),
    random.next(),
    random.below(LONGEST_REPEAT_MS),
  ];
  return {
    isDropped: dropped < faults.drop,
    heldBackMs:
      (reordered < faults.reorder ? heldBack : 0) +
      (isArtifact(event) ? faults.lateArtifactsMs : 0),
    repeatedAfterMs: duplicated < faults.duplicate ? repeated : null,
  };
}

const LONGEST_HOLD_MS = 3001;
const LONGEST_REPEAT_MS = 1001;

/** The after-call phase itself is no artefact; what it leaves behind is. */
function isArtifact({ kind, payload }: ToldEvent): boolean {
  const state = payload['state'];
  return kind === 'call' && isText(state) && state !== 'postcall' && AFTER_CALL_STATES.has(state);
}
