/** Epoch ms: a UUID v7 begins with the time at which it was made. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
