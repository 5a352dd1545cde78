import { z } from 'zod';

import { success } from '../answer/success.ts';
import { defineRoute } from '../route.ts';

const LIMIT = 'must be a whole number from 1 to 1000';

const Answer = z.object({
  success: z.literal(true),
  resealed: z.int(),
  remaining: z.int().describe('Secrets that still lie under an older key.'),
  message: z.string(),
});

export const resealSecretsRoute = defineRoute({
  method: 'POST',
  path: '/internal/secrets/reseal',
  operation: 'resealSecrets',
  tag: 'server',
  auth: 'operator',
  summary: 'Seals secrets that lie under an older encryption key anew, under the current one.',
  params: z.object({}),
  query: z.object({}),
  body: {
    kind: 'json',
    schema: z.strictObject({ limit: z.int(LIMIT).min(1, LIMIT).max(1_000, LIMIT).default(100) }),
  },
  answers: { 200: Answer },
  handler: (deps, { body, act }) =>
    deps.keyStore.resealSecrets(body.limit, act).map(({ resealed, remaining }) =>
      success(200, {
        resealed,
        remaining,
        message:
          remaining === 0
            ? 'Every secret lies under the current key.'
            : `${remaining} still lie under an older key. Repeat the request.`,
      }),
    ),
});
