import type {
  ZodOpenApiOperationObject,
  ZodOpenApiParameterObject,
  ZodOpenApiRequestBodyObject,
} from 'zod-openapi';

import type { CookiePlace } from '../request/cookie-place.ts';
import type { Auth, Route, RouteBody } from '../route.ts';
import { answerResponses } from './answer-responses.ts';
import { problemResponses } from './problem-responses.ts';

/** A route's entry under its path and method. */
export function operationOf(route: Route, example: unknown): ZodOpenApiOperationObject {
  const problems = [...problemResponses(route)].map(
    ([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }] as const,
  );
  const isAct = route.auth === 'operator' && route.method === 'POST';
  const requestBody = requestBodyOf(route.body);
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.summary,
    security: SECURITY[route.auth],
    requestParams: { path: route.params, query: route.query },
    ...(isAct ? { parameters: [{ $ref: '#/components/parameters/Idempotency-Key' }] } : {}),
    ...(route.cookie === undefined ? {} : { parameters: [cookieParameter(route.cookie)] }),
    ...(requestBody === null ? {} : { requestBody }),
    responses: Object.fromEntries([...answerResponses(route, example), ...problems]),
  };
}

const cookieParameter = ({ name }: CookiePlace): ZodOpenApiParameterObject => ({
  name,
  in: 'cookie',
  required: false,
  description: 'What the browser was given when it was sent to Dialpad.',
  schema: { type: 'string' },
});

const SECURITY: Readonly<Record<Auth, Record<string, string[]>[]>> = {
  none: [],
  app: [{ appKey: [] }],
  operator: [{ operatorSecret: [] }],
  visitor: [{ operatorSecret: [] }, {}],
};

function requestBodyOf(body: RouteBody): ZodOpenApiRequestBodyObject | null {
  switch (body.kind) {
    case 'none':
      return null;
    case 'bytes':
      return {
        description: 'A token signed with HS256, whatever the Content-Type says; 1 MiB at most.',
        required: true,
        content: { 'application/jwt': { schema: { type: 'string' } } },
      };
    case 'json':
      return {
        // No body is read as an empty object.
        required: !body.schema.safeParse({}).success,
        content: { 'application/json': { schema: body.schema } },
      };
  }
}
