export interface Sleeper {
  /** Until woken or the time is over; not at all when woken since the last sleep. Says if woken. */
  readonly sleep: (ms: number) => Promise<boolean>;
  /** Until the time is over. */
  readonly pause: (ms: number) => Promise<void>;
  readonly wake: () => void;
  /** From now on nothing sleeps. */
  readonly end: () => void;
}

export function createSleeper(): Sleeper {
  let isWoken = false;
  let hasEnded = false;
  let rouse: (() => void) | null = null;
  let isPause = false;

  async function rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    rouse = null;
  }

  return {
    async sleep(ms) {
      if (!isWoken && !hasEnded) await rest(ms);
      const wasWoken = isWoken;
      isWoken = false;
      return wasWoken;
    },
    async pause(ms) {
      if (hasEnded) return;
      isPause = true;
      await rest(ms);
      isPause = false;
    },
    wake() {
      isWoken = true;
      if (!isPause) rouse?.();
    },
    end() {
      hasEnded = true;
      rouse?.();
    },
  };
}
