import type { ZodOpenApiResponseObject } from 'zod-openapi';

const TEXT = { schema: { type: 'string' } } as const;

/** The document's `components.headers`. */
export const ANSWER_HEADERS = {
  'X-Request-Id': {
    ...TEXT,
    required: true,
    description: "The request's own id, if it sent a well-formed one, else a new one.",
  },
  'RateLimit-Policy': {
    ...TEXT,
    description: 'How much may be asked (`q`) in how many seconds (`w`): `"app";q=1200;w=60`.',
  },
  RateLimit: {
    ...TEXT,
    description: 'How much is left (`r`), and for how many seconds (`t`): `"app";r=1187;t=41`.',
  },
  'Retry-After': {
    schema: { type: 'integer', minimum: 0 },
    description: 'Seconds to wait before the next try.',
  },
  Location: { ...TEXT, required: true, description: 'Where to go on.' },
  'Set-Cookie': { ...TEXT, description: 'What binds the way through Dialpad to this browser.' },
  'WWW-Authenticate': { ...TEXT, description: 'How to prove who calls.' },
} as const;

export function headerReferences(
  names: readonly (keyof typeof ANSWER_HEADERS)[],
): NonNullable<ZodOpenApiResponseObject['headers']> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
