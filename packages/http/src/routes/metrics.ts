import { ResultAsync } from 'neverthrow';
import { z } from 'zod';

import { defineRoute } from '../route.ts';

const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export const metricsRoute = defineRoute({
  method: 'GET',
  path: '/metrics',
  operation: 'getMetrics',
  tag: 'server',
  auth: 'operator',
  summary: "What this process counts, in Prometheus's text format.",
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: { kind: 'text', mediaTypes: [MEDIA_TYPE] } },
  // `metrics` does not reject; if it does, that is a bug for the last catch.
  handler: (deps) =>
    ResultAsync.fromSafePromise<string, never>(deps.metrics()).map((content) => ({
      status: 200 as const,
      body: { mediaType: MEDIA_TYPE, content },
    })),
});
