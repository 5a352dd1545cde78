import { createRequire } from 'node:module';

import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';

import { type Route, TAGS } from '../route.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { documentPath } from './document-path.ts';
import { finishParameters } from './finish-parameters.ts';
import { nameSchemas } from './name-schemas.ts';
import { operationOf } from './operation-of.ts';
import { plainSchema } from './plain-schema.ts';
import { problemResponses } from './problem-responses.ts';
import { recordExamples } from './record-examples.ts';
import { IDEMPOTENCY_KEY, SECURITY_SCHEMES } from './request-components.ts';
import { TAG_DESCRIPTIONS } from './tag-descriptions.ts';

/** An OpenAPI 3.1 document, as JSON. */
export type OpenapiDocument = Readonly<Record<string, unknown>>;

/** All that callers need to know of these routes, from their declarations. */
export function createOpenapiDocument(routes: readonly Route[]): OpenapiDocument {
  nameSchemas();
  const used = new Set(routes.map(({ tag }) => tag));
  const problems = routes.flatMap((route) => [...problemResponses(route).values()]);
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Dialpad CTI',
        version,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'The server that this document comes from.' }],
      tags: TAGS.filter((name) => used.has(name)).map((name) => ({
        name,
        description: TAG_DESCRIPTIONS[name],
      })),
      paths: pathsOf(routes),
      components: {
        securitySchemes: SECURITY_SCHEMES,
        parameters: { 'Idempotency-Key': IDEMPOTENCY_KEY },
        headers: ANSWER_HEADERS,
        responses: Object.fromEntries(problems.map(({ name, response }) => [name, response])),
      },
    },
    { override: plainSchema },
  );
  finishParameters(document);
  // As JSON has it: without the fields that are undefined.
  return JSON.parse(JSON.stringify(document)) as OpenapiDocument;
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const DESCRIPTION = `Calls, text messages and voicemails of a company's Dialpad account.

* Programs of the company send their key in \`x-app-api-key\` and read under \`/api\`. Who runs the server
  sends its secret as \`Authorization: Bearer …\` and works under \`/internal\`.
* Every answer has \`success\`. What could not be done is answered as \`application/problem+json\` with a
  stable \`code\`; \`errors\` names each field that is wrong.
* Lists come in pages: follow \`pagination.next_cursor\` until it is null.
* Times are RFC 3339 in UTC with milliseconds, durations whole milliseconds, ids opaque strings.
* Answers may get new fields, statuses and words at any time: pass over what you do not know. Unknown
  parameters and fields of a request are refused.
* A path that is not here is answered 404 \`route-not-found\`, a method that is not here 405
  \`method-not-allowed\`; what never became a request 400 \`request-malformed\`, 408 \`request-timeout\` or
  431 \`headers-too-large\`.`;

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const examples = recordExamples();
  const byPath = Map.groupBy(routes, ({ path }) => documentPath(path));
  return Object.fromEntries(
    [...byPath].map(([path, alike]) => [
      path,
      Object.fromEntries(
        alike.map((route) => [
          route.method.toLowerCase(),
          operationOf(route, examples.get(route.operation)),
        ]),
      ),
    ]),
  );
}
