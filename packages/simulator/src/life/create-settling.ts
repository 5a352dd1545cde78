/** Who waits until nothing goes on any more. */
export function createSettling(isQuiet: () => boolean) {
  const waiting = new Set<() => void>();
  let isGivenUp = false;

  function check(): void {
    if (waiting.size === 0 || !(isGivenUp || isQuiet())) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  return {
    /** Something ended. */
    check,
    settled(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      check();
      return promise;
    },
    /** What is not over now never will be. */
    giveUp(): void {
      isGivenUp = true;
      check();
    },
  };
}
