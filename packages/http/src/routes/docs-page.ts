import { okAsync } from 'neverthrow';
import { z } from 'zod';

import { DOCS_PAGE, DOCS_POLICY } from '../docs/docs-page.ts';
import { defineRoute } from '../route.ts';

export const docsPageRoute = defineRoute({
  method: 'GET',
  path: '/docs',
  operation: 'getDocs',
  tag: 'server',
  auth: 'none',
  summary: 'This document as a page for people.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: {
    200: {
      kind: 'text',
      mediaTypes: ['text/html; charset=utf-8'],
      contentSecurityPolicy: DOCS_POLICY,
    },
  },
  handler: () =>
    okAsync({
      status: 200 as const,
      body: { mediaType: 'text/html; charset=utf-8', content: DOCS_PAGE },
    }),
});
