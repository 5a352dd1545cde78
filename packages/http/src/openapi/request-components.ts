/** The document's `components.securitySchemes`: an `Auth` each, but for `none`. */
export const SECURITY_SCHEMES = {
  appKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-app-api-key',
    description: 'A key of an app, as it was shown when it was made.',
  },
  operatorSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The secret of whoever runs the server (`INTERNAL_API_SECRET`).',
  },
} as const;

/** What every POST of an operator takes. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes repeating safe: the same request with the same key is done once, and answered alike for a day.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;
