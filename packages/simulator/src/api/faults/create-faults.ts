import type { ApiFault } from '../../simulator.ts';

export interface Faults {
  readonly add: (fault: ApiFault) => void;
  /** The answer of the first fault that fits and is not used up; null when there is none. */
  readonly take: (method: string, path: string) => ApiFault['answer'] | null;
}

interface Pending {
  readonly fault: ApiFault;
  readonly left: number;
}

export function createFaults(): Faults {
  let pending: readonly Pending[] = [];
  return {
    add: (fault) => {
      pending = [...pending, { fault, left: fault.times ?? 1 }];
    },
    take: (method, path) => {
      const taken = pending.find(
        ({ fault }) =>
          path.startsWith(fault.path) && (fault.method === undefined || fault.method === method),
      );
      if (taken === undefined) return null;
      pending = pending
        .map((one) => (one === taken ? { ...one, left: one.left - 1 } : one))
        .filter(({ left }) => left > 0);
      return taken.fault.answer;
    },
  };
}
