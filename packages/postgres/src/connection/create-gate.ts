/** Lets so many in at once; the others wait in the order in which they came. */
export interface Gate {
  /** False when its turn did not come within so many ms; then it is not in, and not to leave. */
  enter(patienceMs: number): Promise<boolean>;
  leave(): void;
  /** Nobody is in. */
  isEmpty(): boolean;
}

export function createGate(places: number): Gate {
  const waiting = new Set<() => void>();
  let taken = 0;

  return {
    async enter(patienceMs) {
      if (taken < places) {
        taken += 1;
        return true;
      }
      const turn = Promise.withResolvers<boolean>();
      const letIn = (): void => turn.resolve(true);
      waiting.add(letIn);
      const timer = setTimeout(() => {
        waiting.delete(letIn);
        turn.resolve(false);
      }, patienceMs);
      return turn.promise.finally(() => clearTimeout(timer));
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) {
        taken -= 1;
        return;
      }
      // The place goes from hand to hand, so that nobody who comes now is quicker.
      waiting.delete(next);
      next();
    },
    isEmpty: () => taken === 0,
  };
}
