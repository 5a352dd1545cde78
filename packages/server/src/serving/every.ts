/** Runs it now and then again, never two at once; the returned function ends it. */
export function every(ms: number, work: () => Promise<void>): () => void {
  let isRunning = false;
  const turn = (): void => {
    if (isRunning) return;
    isRunning = true;
    void work().finally(() => {
      isRunning = false;
    });
  };
  turn();
  const timer = setInterval(turn, ms);
  timer.unref();
  return () => clearInterval(timer);
}
