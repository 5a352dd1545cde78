/** So many within any span of that length. */
export interface Limit {
  readonly count: number;
  readonly spanMs: number;
}

export interface Window {
  /** Until one more may go, ms; null: not before one that is under way has ended. */
  waitAt(time: number): number | null;
  take(): void;
  /** One that was taken has ended. */
  end(time: number): void;
}

/**
 * A place is free again one span after its request has *ended*. The other side counted it at some time
 * before that, so whatever the network does to the gaps, it never counts more than the limit.
 */
export function createWindow({ count, spanMs }: Limit): Window {
  const ended: number[] = [];
  let underWay = 0;

  return {
    waitAt(time) {
      while ((ended[0] ?? Number.POSITIVE_INFINITY) <= time - spanMs) ended.shift();
      if (underWay + ended.length < count) return 0;
      const [first] = ended;
      return first === undefined ? null : first + spanMs - time;
    },
    take() {
      underWay += 1;
    },
    end(time) {
      underWay -= 1;
      ended.push(time);
    },
  };
}
