import { okAsync } from 'neverthrow';
import { z } from 'zod';

import { DOCS_FILES, SCRIPT, STYLE } from '../docs/docs-files.ts';
import { readDocsFile } from '../docs/read-docs-file.ts';
import { defineRoute } from '../route.ts';

export const docsFileRoute = defineRoute({
  method: 'GET',
  path: '/docs/:file',
  operation: 'getDocsFile',
  tag: 'server',
  auth: 'none',
  summary: 'A style or script of the page under `/docs`.',
  params: z.object({ file: z.enum(DOCS_FILES) }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: { kind: 'text', mediaTypes: [STYLE, SCRIPT] } },
  handler: (_, { params }) => okAsync({ status: 200 as const, body: readDocsFile(params.file) }),
});
