/** Enough to tell hooks apart, and too little to find their address. */
const LENGTH = 6;
const MOST = 1000;

/** The label of a hook; those beyond a thousand share one, so that series stay few. */
export function createHookLabels(): (hookId: string | null) => string {
  const known = new Set<string>();
  return (hookId) => {
    if (hookId === null) return 'unknown';
    const label = hookId.length > LENGTH * 2 ? hookId.slice(0, LENGTH) : hookId;
    if (known.size >= MOST && !known.has(label)) return 'other';
    known.add(label);
    return label;
  };
}
