/** Both bounds exclusive, epoch ms; without a time only if nothing bounds it. */
export function isWithin(
  timestamp: string | null,
  after: number | undefined,
  before: number | undefined,
): boolean {
  if (after === undefined && before === undefined) return true;
  if (timestamp === null) return false;
  const time = Date.parse(timestamp);
  return (after === undefined || time > after) && (before === undefined || time < before);
}
