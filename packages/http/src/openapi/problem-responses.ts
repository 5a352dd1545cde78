import type { ZodOpenApiResponseObject } from 'zod-openapi';

import { HTML } from '../pages/page.ts';
import { Problem } from '../problem.ts';
import type { ProblemRow } from '../problem-row.ts';
import { PROBLEM_ROWS } from '../problem-rows.ts';
import type { Route } from '../route.ts';
import { headerReferences } from './answer-headers.ts';
import { problemKindsOf } from './problem-kinds-of.ts';

interface ProblemResponse {
  /** In the document's `components.responses`: routes with the same problems share one. */
  readonly name: string;
  readonly response: ZodOpenApiResponseObject;
}

/** A response for each status that this route's problems have. */
export function problemResponses(route: Route): ReadonlyMap<string, ProblemResponse> {
  const rows = new Map<string, ProblemRow>();
  for (const kind of problemKindsOf(route)) rows.set(PROBLEM_ROWS[kind].code, PROBLEM_ROWS[kind]);
  const byStatus = Map.groupBy(rows.values(), ({ status }) => String(status));
  return new Map(
    [...byStatus].map(([status, alike]) => {
      const sorted = alike.toSorted((a, b) => (a.code < b.code ? -1 : 1));
      return [status, responseOf(Number(status), sorted, route)];
    }),
  );
}

function responseOf(
  status: number,
  rows: readonly ProblemRow[],
  { isForPeople = false }: Pick<Route, 'isForPeople'>,
): ProblemResponse {
  const codes = rows.map(({ code }) => code);
  return {
    name: [...codes, ...(isForPeople ? ['page'] : [])].join('.'),
    response: {
      description: rows.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
      headers: headerReferences(['X-Request-Id', ...(HEADERS.get(status) ?? [])]),
      content: {
        'application/problem+json': { schema: Problem },
        ...(isForPeople ? { [HTML]: { schema: { type: 'string' } } } : {}),
      },
      'x-problem-codes': codes,
    },
  };
}

const HEADERS: ReadonlyMap<number, Parameters<typeof headerReferences>[0]> = new Map([
  [401, ['WWW-Authenticate']],
  [429, ['RateLimit-Policy', 'RateLimit', 'Retry-After']],
  [503, ['Retry-After']],
]);
