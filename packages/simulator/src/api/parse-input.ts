import { z } from 'zod';

import type { Answer } from './answer.ts';
import { refuse } from './refuse.ts';
import type { RequestBody } from './route.ts';

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: Answer };

/** Ids are numbers in Dialpad's schema; it takes text as well. */
export const idInput = z
  .union([z.string().regex(/^\d{1,19}$/), z.int().nonnegative()])
  .transform((id) => String(id));

export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: Readonly<Record<string, string>>,
): Parsed<z.output<Schema>> {
  return parse(schema, query);
}

/** A body that is left out counts as an empty object. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: RequestBody,
): Parsed<z.output<Schema>> {
  if (body.kind === 'malformed') {
    return { ok: false, answer: refuse(400, 'The body is not valid JSON.') };
  }
  return parse(schema, body.kind === 'value' ? body.value : {});
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, answer: refuse(400, `Invalid input. ${faults.join('; ')}`) };
}
