/** Exact texts of payloads, in their order; null for what holds none. */
export function payloadsIn(text: string): readonly string[] | null {
  const value = parsed(text);
  if (value === undefined) return linesIn(text);
  const several = severalIn(value);
  if (several !== null) return several.map((payload) => JSON.stringify(payload));
  return isObject(value) ? [text.trim()] : null;
}

/** An id beyond 2^53 must arrive as it was written, also out of a list that is taken apart. */
function parsed(text: string): unknown {
  try {
    return exactJson.parse(text, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined ? exactJson.rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}

/** A list, or a file of ours that holds one under a name that no payload has. */
function severalIn(value: unknown): readonly unknown[] | null {
  const list = isObject(value) ? (value['deliveries'] ?? value['events']) : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  return list.every(isObject) ? list : null;
}

/** One payload a line. */
function linesIn(text: string): readonly string[] | null {
  const lines = text.split('\n').map((line) => line.trim());
  const payloads = lines.filter((line) => line !== '');
  return payloads.length > 0 && payloads.every((line) => isObject(parsed(line))) ? payloads : null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !exactJson.isRawJSON(value);

interface ExactJson {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(source: string): unknown;
  isRawJSON(value: unknown): boolean;
}
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

// Node has all three; TypeScript's own types of JSON do not know it yet.
const exactJson = JSON as unknown as ExactJson;
