import type { z } from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';

type Override = Parameters<NonNullable<CreateDocumentOptions['override']>>[0];
type JsonSchema = Override['jsonSchema'];

/** Takes out of a rendered schema what says nothing to its reader, or more than we promise. */
export function plainSchema({ jsonSchema, zodSchema, io }: Override): void {
  joinNull(jsonSchema);
  dropSafeRange(jsonSchema);
  shortenFormat(jsonSchema, io);
  // zod leaves out the default of a parameter that is not kept as its text.
  const { def } = (zodSchema as z.core.$ZodTypes)._zod;
  if (def.type === 'default') jsonSchema.default = def.defaultValue as JsonSchema['default'];
  delete jsonSchema.readOnly;
  // An answer may get more fields at any time. Bodies of requests may not.
  if (io === 'output' && jsonSchema.additionalProperties === false) {
    delete jsonSchema.additionalProperties;
  }
}

function dropSafeRange(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** zod's own patterns repeat the format in a few hundred characters. */
function shortenFormat(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.format === 'uuid') delete schema.pattern;
  if (schema.format !== 'date-time') return;
  if (io === 'output') schema.pattern = '\\.\\d{3}Z$';
  else delete schema.pattern;
}

/** `type: [string, null]` where zod says "any of a string and null". */
function joinNull(schema: JsonSchema): void {
  const [value, none, ...others] = schema.anyOf ?? [];
  if (value === undefined || none?.type !== 'null' || others.length > 0) return;
  if (typeof value.type !== 'string' || value.const !== undefined) return;
  delete schema.anyOf;
  Object.assign(schema, value, { ...schema, type: [value.type, 'null'] });
  if (value.enum !== undefined) schema.enum = [...value.enum, null];
}
