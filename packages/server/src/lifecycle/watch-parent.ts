export interface ParentWatchDeps {
  /** Who our parent is now. */
  readonly parentId: () => number;
  readonly intervalMs: number;
  readonly onGone: () => void;
}

/**
 * npm runs us in a shell that does not pass a signal on: when npm is stopped, the shell
 * dies and we would live on, with our database. A process whose parent died is given
 * another one, which is what we look for. The returned function ends it.
 */
export function watchParent({ parentId, intervalMs, onGone }: ParentWatchDeps): () => void {
  const first = parentId();
  const timer = setInterval(() => {
    if (parentId() === first) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
