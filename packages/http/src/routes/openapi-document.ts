import { okAsync } from 'neverthrow';
import { z } from 'zod';

import { createOpenapiDocument } from '../openapi/create-openapi-document.ts';
import { defineRoute, type Route } from '../route.ts';

/** `routes` are asked for at the first request: this one is among them. */
export function createOpenapiDocumentRoute(routes: () => readonly Route[]): Route {
  let document: string | undefined;
  return defineRoute({
    method: 'GET',
    path: '/openapi.json',
    operation: 'getOpenapiDocument',
    tag: 'server',
    auth: 'none',
    summary: 'This document.',
    params: z.object({}),
    query: z.object({}),
    body: { kind: 'none' },
    answers: { 200: { kind: 'text', mediaTypes: ['application/json; charset=utf-8'] } },
    handler: () => {
      document ??= JSON.stringify(createOpenapiDocument(routes()));
      return okAsync({
        status: 200 as const,
        body: { mediaType: 'application/json; charset=utf-8', content: document },
      });
    },
  });
}
