import { err, ok, type Result } from 'neverthrow';

import { sourceJson } from './raw-json.ts';

export interface TooDeep {
  readonly kind: 'too-deep';
}

/** As deep as anybody reads an event. */
const MAX_DEPTH = 64;

/** What `parseJson` gave, as text, with the members of each object sorted by name. */
export function sortedJson(value: unknown): Result<string, TooDeep> {
  return isDeeper(value, MAX_DEPTH) ? err({ kind: 'too-deep' }) : ok(JSON.stringify(sorted(value)));
}

/** Looks no further than that, since `JSON.parse` takes nesting on which the stack would end. */
function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || sourceJson.isRawJSON(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
