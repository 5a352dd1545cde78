import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { PROBLEM_CODES } from '../problem.ts';
import { routes } from '../routes/routes.ts';
import { createOpenapiDocument } from './create-openapi-document.ts';
import { documentPath } from './document-path.ts';
import { PARAMETER_DESCRIPTIONS } from './parameter-descriptions.ts';
import { recordExamples } from './record-examples.ts';

const Content = z.record(z.string(), z.object({ example: z.unknown().optional() }));
const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(z.looseObject({ name: z.string().optional(), $ref: z.string().optional() }))
    .default([]),
  requestBody: z.object({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ $ref: z.string().optional(), content: Content.optional() }),
  ),
});
const Document = z.object({
  openapi: z.literal('3.1.1'),
  info: z.object({ description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string().min(10) })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    responses: z.record(z.string(), z.looseObject({ 'x-problem-codes': z.array(z.string()) })),
  }),
});

const text = JSON.stringify(createOpenapiDocument(routes));
const { info, paths, tags, components } = Document.parse(JSON.parse(text));
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
const operationOf = (id: string) =>
  Operation.parse(operations.find(({ operationId }) => operationId === id));
const problemsOf = (id: string) =>
  Object.values(operationOf(id).responses).flatMap(({ $ref }) =>
    $ref === undefined ? [] : ($ref.split('/').at(-1) ?? '').split('.'),
  );

describe('the contract document', () => {
  test('has every route, and nothing else', () => {
    const declared = routes.map(
      ({ method, path }) => `${method.toLowerCase()} ${documentPath(path)}`,
    );
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.toSorted()).toEqual(declared.toSorted());
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      routes.map(({ operation }) => operation).toSorted(),
    );
    expect(tags.map(({ name }) => name).toSorted()).toEqual(
      [...new Set(routes.map(({ tag }) => tag))].toSorted(),
    );
  });

  test('has every code that a problem can have', () => {
    const used = Object.values(components.responses).flatMap(
      (response) => response['x-problem-codes'],
    );
    // What no operation answers, but the server in front of them all.
    const others = [
      'headers-too-large',
      'method-not-allowed',
      'request-timeout',
      'route-not-found',
    ];
    for (const code of others) expect(info.description).toContain(`\`${code}\``);
    expect([...new Set([...used, ...others])].toSorted()).toEqual(PROBLEM_CODES.toSorted());
    expect(components.schemas['Problem']).toMatchObject({
      properties: { code: { enum: PROBLEM_CODES } },
    });
  });

  test('says what each kind of route can be told', () => {
    expect(problemsOf('getHealth')).toEqual(['request-invalid', 'request-malformed', 'unexpected']);
    expect(problemsOf('listCalls')).toEqual(
      expect.arrayContaining(['key-refused', 'quota-exceeded', 'temporarily-unavailable']),
    );
    expect(problemsOf('createApp')).toEqual(
      expect.arrayContaining(['operator-refused', 'idempotency-key-reused', 'body-too-large']),
    );
    expect(problemsOf('receiveHookEvent')).toEqual(
      expect.arrayContaining(['signature-refused', 'not-found', 'temporarily-unavailable']),
    );
    // Dialpad would not send the event again.
    expect(problemsOf('receiveHookEvent')).not.toContain('quota-exceeded');
  });

  test('says who may call', () => {
    expect(operationOf('listCalls').security).toEqual([{ appKey: [] }]);
    expect(operationOf('createApp').security).toEqual([{ operatorSecret: [] }]);
    expect(operationOf('getHealth').security).toEqual([]);
  });

  test('shows parameters as they are written, not as they are kept', () => {
    const parameters = operationOf('listCalls').parameters;
    const schemaOf = (name: string) => parameters.find((one) => one.name === name);
    expect(schemaOf('limit')).toMatchObject({
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    expect(schemaOf('has_recording')).toMatchObject({ schema: { type: 'boolean' } });
    expect(schemaOf('started_after')).toMatchObject({
      schema: { type: 'string', format: 'date-time' },
    });
    expect(schemaOf('status')).toMatchObject({
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string' } },
    });
  });

  test('says what each parameter means', () => {
    const parameters = operations.flatMap((operation) => operation.parameters);
    const names = new Set(parameters.map(({ name }) => name));
    expect([...PARAMETER_DESCRIPTIONS.keys()].filter((name) => !names.has(name))).toEqual([]);
    const silent = parameters.filter(
      (one) => one.name !== undefined && one['description'] === undefined,
    );
    expect(silent.map(({ name }) => name)).toEqual(['file']);
  });

  test('says what a browser is told, and what it keeps', () => {
    const { get, post } = paths['/auth/dialpad/connect'] ?? expect.fail();
    expect(get?.security).toEqual([{ operatorSecret: [] }, {}]);
    for (const answer of [get?.responses['302'], post?.responses['303']]) {
      expect(answer).toMatchObject({
        headers: { Location: expect.anything(), 'Set-Cookie': expect.anything() },
      });
    }
    expect(problemsOf('finishConnect')).toEqual(
      expect.arrayContaining(['authorisation-refused', 'grant-refused', 'page']),
    );
    expect(components.responses['authorisation-refused.page']).toMatchObject({
      content: {
        'application/problem+json': expect.anything(),
        'text/html; charset=utf-8': { schema: { type: 'string' } },
      },
    });
    expect(operationOf('finishConnect').parameters).toContainEqual(
      expect.objectContaining({ in: 'cookie', name: 'dialpad_connect', required: false }),
    );
  });

  test('gives operators a key for repeating, on every POST and nowhere else', () => {
    const withKey = operations.filter(({ parameters }) =>
      parameters.some(({ $ref }) => $ref === '#/components/parameters/Idempotency-Key'),
    );
    expect(withKey.map(({ operationId }) => operationId).toSorted()).toEqual(
      routes
        .filter(({ auth, method }) => auth === 'operator' && method === 'POST')
        .map(({ operation }) => operation)
        .toSorted(),
    );
  });

  test('takes a signed token where Dialpad posts', () => {
    expect(operationOf('receivePlainEvent').requestBody).toEqual({
      required: true,
      content: { 'application/jwt': {} },
    });
  });

  test('names the records', () => {
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['Call', 'Message', 'Voicemail', 'Pagination', 'Problem']),
    );
    expect(components.schemas['Call']).toMatchObject({
      properties: {
        from_number: { type: ['string', 'null'] },
        duration_ms: { type: ['integer', 'null'], minimum: 0 },
        outcome: { type: ['string', 'null'], enum: expect.arrayContaining(['answered', null]) },
      },
    });
    for (const noise of ['9007199254740991', 'readOnly', '02-29'])
      expect(text).not.toContain(noise);
  });

  test.each([...recordExamples()])('has an example of %s that is one', (operation, example) => {
    const route = routes.find((one) => one.operation === operation);
    const schema = z.instanceof(z.ZodType).parse(route?.answers[200]);
    expect(schema.parse(example)).toEqual(example);
    expect(operationOf(operation).responses['200']?.content?.['application/json']?.example).toEqual(
      example,
    );
  });
});
