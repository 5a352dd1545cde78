import { err, ok, type Result } from 'neverthrow';
import type { z } from 'zod';

import type { FieldError, RequestInvalid } from '../http-fault.ts';
import { pointerTo } from './pointer-to.ts';

/** What does not fit is named; its value is not repeated. */
export function validate<Schema extends z.ZodType>(
  place: 'query' | 'body',
  schema: Schema,
  value: unknown,
): Result<z.output<Schema>, RequestInvalid> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const errors = parsed.error.issues.flatMap((issue) => errorsOf(place, issue));
  return err({ kind: 'request-invalid', errors: distinct(errors).slice(0, MOST_ERRORS) });
}

const MOST_ERRORS = 20;

/** Where a list should be, zod also complains of the length of a text. */
function distinct(errors: readonly FieldError[]): readonly FieldError[] {
  return [...new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error])).values()];
}

function errorsOf(place: 'query' | 'body', issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo(place, [...issue.path, key]),
      detail: 'is not a field of this body',
    }));
  }
  // A comma list of the query is one parameter, whichever of its values is wrong.
  const path = place === 'query' ? issue.path.slice(0, 1) : issue.path;
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ pointer: pointerTo(place, path), detail: isMissing ? 'is required' : issue.message }];
}
