import type { DialpadError } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';
import type { z } from 'zod';

import { parseJson } from '../json/parse-json.ts';
import { unavailable } from './unavailable.ts';

/** The JSON of an answer as `schema` reads it. `isUnclear`: of an error, since the work itself is done. */
export function readAnswer<Value>(
  text: string,
  schema: z.ZodType<Value>,
  isUnclear: boolean,
): Result<Value, DialpadError> {
  const body = parseJson(text);
  if (body.isErr()) return err(unavailable(isUnclear, 'the answer is not JSON'));
  return readValue(body.value, schema, isUnclear);
}

export function readValue<Value>(
  value: unknown,
  schema: z.ZodType<Value>,
  isUnclear: boolean,
): Result<Value, DialpadError> {
  const read = schema.safeParse(value);
  if (read.success) return ok(read.data);
  // Paths only: what lies there may be about people.
  const paths = read.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  return err(unavailable(isUnclear, `the answer is not as documented: ${paths}`));
}
