/** What the store takes from outside. */
export interface Sources {
  /** Epoch ms. */
  readonly now: () => number;
  /** UUID v7, rising. */
  readonly newId: () => string;
  /** At least 0, below 1. */
  readonly random: () => number;
}
