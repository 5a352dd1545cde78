import { z } from 'zod';

import type { Seen } from './contract-asker.test.support.ts';

const Problem = z.object({
  status: z.int(),
  code: z.string(),
  instance: z.string(),
  success: z.literal(false),
  errors: z.array(z.object({ pointer: z.string() })).default([]),
});
type SeenProblem = z.infer<typeof Problem>;

/** What no caller should ever see of us: stacks, statements, places of files, versions. */
const INSIDE = new RegExp(
  [
    'node_modules|node:internal|packages/|\\.[jt]s:\\d|\\n\\s+at |Error:',
    'SQLSTATE|syntax error|invalid input syntax|violates|relation "|slonik|postgres|pg_hba',
    `koa|undici|llhttp|zod|${process.version.replaceAll('.', '\\.')}`,
    process.cwd(),
  ].join('|'),
  'i',
);

/** What is wrong with an answer whatever was asked, or null. */
export function graceless(seen: Seen): string | null {
  const { status, headers, text } = seen;
  if (status >= 500) return `${status} ${text.slice(0, 300)}`;
  if (status < 400) return null;
  const mediaType = headers.get('content-type');
  if (mediaType !== 'application/problem+json') return `${status} as ${mediaType}`;
  const problem = problemIn(seen);
  if (problem.status !== status) return `${status} that says ${problem.status}`;
  if (problem.instance !== headers.get('x-request-id')) return `instance ${problem.instance}`;
  const inside = INSIDE.exec(text)?.[0];
  return inside === undefined ? null : `shows ${JSON.stringify(inside)} in ${text.slice(0, 300)}`;
}

export function problemIn({ text }: Seen): SeenProblem {
  return Problem.parse(JSON.parse(text));
}
