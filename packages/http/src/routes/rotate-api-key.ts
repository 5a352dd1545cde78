import { Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { success } from '../answer/success.ts';
import { KeyName } from '../request/key-name.ts';
import { AppId, Instant } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const MONTH_SECONDS = 2_592_000;
const OVERLAP = `must be a whole number of seconds from 0 to ${MONTH_SECONDS}`;

const Body = z.strictObject({
  name: KeyName.default('default'),
  expires_at: Instant.optional().describe('Never when absent.'),
  overlap_seconds: z
    .int(OVERLAP)
    .min(0, OVERLAP)
    .max(MONTH_SECONDS, OVERLAP)
    .default(0)
    .describe('So long the key that had this name goes on to open.'),
});

const Answer = z.object({
  success: z.literal(true),
  app_id: z.uuid(),
  key_id: z.string(),
  name: z.string(),
  api_key: z.string().describe('Shown this once.'),
  expires_at: Timestamp.nullable().describe('Null: never.'),
  replaced: z
    .object({ key_id: z.string(), expires_at: Timestamp.nullable() })
    .nullable()
    .describe('The key that had this name, if it still opens for its overlap.'),
  message: z.string(),
});

export const rotateApiKeyRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/api-key',
  operation: 'rotateApiKey',
  tag: 'keys',
  auth: 'operator',
  summary: 'Makes a key, in the place of the one that has its name; it is shown this once.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'json', schema: Body },
  answers: { 201: Answer },
  handler: (deps, { params, body, act }) =>
    deps
      .rotateApiKey(
        {
          appId: params.app_id,
          name: body.name,
          expiresAt: body.expires_at ?? null,
          overlapSeconds: body.overlap_seconds,
        },
        act,
      )
      .map(({ key, replaced, apiKey }) =>
        success(201, {
          app_id: key.appId,
          key_id: key.keyId,
          name: key.name,
          api_key: apiKey,
          expires_at: key.expiresAt,
          replaced: replaced && { key_id: replaced.keyId, expires_at: replaced.expiresAt },
          message: 'Key created. Store it securely.',
        }),
      ),
});
