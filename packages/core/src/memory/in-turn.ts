/** Whoever comes with the same key waits until those before are done. */
export async function inTurn<Value>(
  turns: Map<string, Promise<void>>,
  key: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = turns.get(key);
  const { promise: own, resolve: end } = Promise.withResolvers<void>();
  turns.set(key, own);
  try {
    await before;
    return await work();
  } finally {
    end();
    if (turns.get(key) === own) turns.delete(key);
  }
}
