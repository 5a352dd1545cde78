import { STATUS_CODES } from 'node:http';

import type { ZodOpenApiResponseObject } from 'zod-openapi';

import type { Route, RouteAnswers } from '../route.ts';
import { headerReferences } from './answer-headers.ts';

type Content = NonNullable<ZodOpenApiResponseObject['content']>;

/** The answers that a route declares, by their status; an example, if any, stands with each. */
export function answerResponses(
  route: Route,
  example: unknown,
): ReadonlyMap<string, ZodOpenApiResponseObject> {
  const limits = route.auth === 'none' ? [] : (['RateLimit-Policy', 'RateLimit'] as const);
  return new Map(
    Object.entries(route.answers).map(([status, answer]) => [
      status,
      {
        description: STATUS_CODES[status] ?? 'Done',
        headers: headerReferences(['X-Request-Id', ...limits, ...headersOf(answer)]),
        content: contentOf(answer, example),
      },
    ]),
  );
}

const headersOf = (answer: RouteAnswers[number]) =>
  'mediaTypes' in answer ? (answer.headers ?? []) : [];

function contentOf(answer: RouteAnswers[number], example: unknown): Content {
  if (!('mediaTypes' in answer)) {
    return {
      'application/json': { schema: answer, ...(example === undefined ? {} : { example }) },
    };
  }
  return Object.fromEntries(
    answer.mediaTypes.map((type) => [
      type,
      { schema: { type: type.startsWith('application/json') ? 'object' : 'string' } },
    ]),
  );
}
