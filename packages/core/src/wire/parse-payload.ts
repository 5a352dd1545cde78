import { err, ok, type Result } from 'neverthrow';

/** A payload of Dialpad's before anything is believed of it. */
export type Payload = Readonly<Record<string, unknown>>;

export interface PayloadError {
  readonly kind:
    | 'payload-not-utf8'
    | 'payload-not-json'
    | 'payload-not-object'
    | 'payload-too-deep';
}

const MAX_DEPTH = 64;
const NATURAL = /^\d+$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function decodePayload(bytes: Uint8Array): Result<string, PayloadError> {
  try {
    return ok(utf8.decode(bytes));
  } catch {
    return refused('payload-not-utf8');
  }
}

/**
 * The payload with every whole number beyond 2^53 as the text that was sent. The
 * plain parse comes first: parsing with source text costs six times as much.
 */
export function parsePayload(text: string): Result<Payload, PayloadError> {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    return refused('payload-not-json');
  }
  if (!isObject(payload)) return refused('payload-not-object');
  const found = inspect(payload, 1);
  if (found === 'too-deep') return refused('payload-too-deep');
  return ok(found === 'unsafe-integer' ? parseWithGreatNumbersAsText(text) : payload);
}

export function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Finding = 'too-deep' | 'unsafe-integer' | null;

/** Recursion ends at MAX_DEPTH: a payload of 100,000 nested arrays costs 64 frames. */
function inspect(value: unknown, depth: number): Finding {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'unsafe-integer' : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return 'too-deep';
  let found: Finding = null;
  for (const inner of Object.values(value)) {
    const finding = inspect(inner, depth + 1);
    if (finding === 'too-deep') return finding;
    found ??= finding;
  }
  return found;
}

function parseWithGreatNumbersAsText(text: string): Payload {
  // The compiler's library does not know the reviver's third argument yet.
  const parse = JSON.parse as (text: string, reviver: SourceReviver) => Payload;
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source && NATURAL.test(source)
      ? source
      : value,
  );
}

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;

const refused = (kind: PayloadError['kind']): Result<never, PayloadError> => err({ kind });
