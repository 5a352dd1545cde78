import { err, ok, type Result } from 'neverthrow';

import { sourceJson } from './raw-json.ts';

export interface NotJson {
  readonly kind: 'not-json';
}

/** What is read with sources costs six times as much, and is seldom needed. */
const MAYBE_GREAT = /\d{16}|\d[eE]\+?\d/;

/** Numbers that JavaScript cannot hold stay as they were written (`RawJson`). */
export function parseJson(text: string): Result<unknown, NotJson> {
  try {
    return ok(MAYBE_GREAT.test(text) ? sourceJson.parse(text, keepGreat) : JSON.parse(text));
  } catch {
    // What a syntax error says quotes the text, which may be about people.
    return err({ kind: 'not-json' });
  }
}

function keepGreat(_name: string, value: unknown, { source }: { readonly source?: string }) {
  if (typeof value !== 'number' || source === undefined) return value;
  const isKept = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isKept ? value : sourceJson.rawJSON(source);
}
