export interface ParentWatchDeps {
  /** Who our ancestors are now. */
  readonly ancestors: () => string;
  readonly intervalMs: number;
  readonly onGone: () => void;
}

/**
 * npm runs us in a shell that does not pass a signal on: when npm is stopped, the shell
 * dies and we would live on, with our database. A process whose parent died is given
 * another one, which is what we look for. Calls once.
 */
export function watchParent({ ancestors, intervalMs, onGone }: ParentWatchDeps): void {
  const first = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
}
