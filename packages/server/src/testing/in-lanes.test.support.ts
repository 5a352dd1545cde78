/** Does the work for each value, so many at a time, each next one as soon as one is done. */
export async function inLanes<Value>(
  lanes: number,
  values: Iterable<Value>,
  work: (value: Value, lane: number) => Promise<void>,
): Promise<void> {
  // The lanes share one iterator, so no value is taken twice.
  const shared = values[Symbol.iterator]();
  const run = async (lane: number): Promise<void> => {
    for (let next = shared.next(); !next.done; next = shared.next()) await work(next.value, lane);
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
}
