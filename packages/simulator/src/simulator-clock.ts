/** The time that the stand-in lives in: the real one, or one that a test moves. */
export interface SimulatorClock {
  /** Epoch ms. */
  readonly now: () => number;
  /**
   * Does `work` after `ms`; the answer takes it back. What `work` promises never rejects, and a clock
   * that is moved by hand waits for it before it moves on.
   */
  readonly after: (ms: number, work: () => void | Promise<void>) => () => void;
}
