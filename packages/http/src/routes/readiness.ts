import { err, ok, ResultAsync } from 'neverthrow';
import { z } from 'zod';

import { success } from '../answer/success.ts';
import type { Readiness } from '../http-deps.ts';
import { defineRoute } from '../route.ts';

const Answer = z.object({
  success: z.literal(true),
  status: z.literal('ready'),
  checks: z.record(z.string(), z.string()).describe('Each `ok`, or what is wrong.'),
});

export const readinessRoute = defineRoute({
  method: 'GET',
  path: '/readyz',
  operation: 'getReadiness',
  tag: 'server',
  auth: 'none',
  summary: 'The server can do its work now; a balancer sends requests only then.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: Answer },
  problems: ['not-ready'],
  // `readiness` does not reject; if it does, that is a bug for the last catch.
  handler: (deps) =>
    ResultAsync.fromSafePromise<Readiness, never>(deps.readiness()).andThen(({ ready, checks }) =>
      ready
        ? ok(success(200, { status: 'ready', checks }))
        : err({ kind: 'not-ready' as const, checks }),
    ),
});
