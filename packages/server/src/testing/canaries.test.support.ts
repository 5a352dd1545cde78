import { percentEncode } from './percent-encode.test.support.ts';

/** What must not be seen, by what it is. */
export type Canaries = Readonly<Record<string, string>>;

/** Those that a text shows: as they are, or as a URL, JSON, base64 or Postgres would write them. */
export function canariesIn(text: string, canaries: Canaries): readonly string[] {
  return Object.entries(canaries).flatMap(([name, value]) =>
    Object.entries(formsOf(value)).flatMap(([form, written]) =>
      text.includes(written) ? [`${name} (${form})`] : [],
    ),
  );
}

function formsOf(value: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(value);
  return {
    plain: value,
    url: encodeURIComponent(value),
    path: percentEncode(value),
    json: JSON.stringify(value).slice(1, -1),
    base64: bytes.toString('base64').replace(/=+$/, ''),
    base64url: bytes.toString('base64url'),
    hex: bytes.toString('hex'),
  };
}
