import { z } from 'zod';

import { success } from '../answer/success.ts';
import { PlainText } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const createAppRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps',
  operation: 'createApp',
  tag: 'apps',
  auth: 'operator',
  summary: 'Creates an app with its first key, which is shown this once.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'json', schema: z.strictObject({ name: PlainText }) },
  answers: {
    201: z.object({
      success: z.literal(true),
      app_id: z.uuid(),
      api_key: z.string().describe('Shown this once.'),
      message: z.string(),
    }),
  },
  handler: (deps, { body, act }) =>
    deps.createApp(body.name, act).map(({ app, apiKey }) =>
      success(201, {
        app_id: app.appId,
        api_key: apiKey,
        message: 'App created. Store this API key securely.',
      }),
    ),
});
