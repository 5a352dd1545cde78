import { describe, expect, test } from 'vitest';

import { breakingChanges } from './breaking-changes.ts';
import type { Contract, ContractOperation, ContractSchema } from './contract-schema.ts';

const Row: ContractSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: ['string', 'null'] },
    count: { type: 'integer' },
    state: { type: 'string', enum: ['on', 'off'] },
    success: { type: 'boolean', const: true },
    owner: { anyOf: [{ $ref: '#/components/schemas/Owner' }, { type: 'null' }] },
    checks: { type: 'object', additionalProperties: { type: 'string' } },
    tags: { type: 'array', items: { type: 'string', pattern: '^a' } },
  },
  required: ['id', 'name'],
};
const Owner: ContractSchema = { type: 'object', properties: { name: { type: 'string' } } };

const Body: ContractSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 64 },
    kind: { type: 'string', enum: ['a', 'b'] },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
    ids: { type: 'array', items: { type: 'string' }, maxItems: 10 },
  },
  required: ['name'],
};

const parameter = (schema: ContractSchema) => ({ name: 'status', in: 'query', schema });

const operation: ContractOperation = {
  operationId: 'changeRow',
  security: [{ appKey: [] }],
  parameters: [
    { $ref: '#/components/parameters/Key' },
    parameter({ type: 'string', enum: ['on', 'off'] }),
  ],
  requestBody: { required: false, content: { 'application/json': { schema: Body } } },
  responses: {
    200: { content: { 'application/json': { schema: { type: 'array', items: Row } } } },
    404: { $ref: '#/components/responses/not-found' },
  },
};

const contractOf = (changes: Partial<ContractOperation> = {}): Contract => ({
  info: { version: '0.1.0' },
  paths: { '/rows': { post: { ...operation, ...changes } } },
  components: {
    schemas: { Owner },
    parameters: { Key: { name: 'Key', in: 'header', schema: { type: 'string' } } },
    responses: {
      'not-found': {
        'x-problem-codes': ['not-found'],
        content: { 'application/problem+json': { schema: { type: 'object' } } },
      },
    },
    securitySchemes: { appKey: { type: 'apiKey', in: 'header', name: 'key', description: 'x' } },
  },
});

const breaks = (changes: Partial<ContractOperation>) =>
  breakingChanges({ before: contractOf(), after: contractOf(changes) });

const withRow = (row: ContractSchema): Partial<ContractOperation> => ({
  responses: {
    ...operation.responses,
    200: { content: { 'application/json': { schema: { type: 'array', items: row } } } },
  },
});
const withField = (name: string, field: ContractSchema) =>
  withRow({ ...Row, properties: { ...Row.properties, [name]: field } });
const withoutField = (name: string) => {
  const { [name]: _, ...properties } = Row.properties ?? {};
  return withRow({ ...Row, properties });
};

const withBody = (body: ContractSchema): Partial<ContractOperation> => ({
  requestBody: { required: false, content: { 'application/json': { schema: body } } },
});
const withInput = (name: string, field: ContractSchema) =>
  withBody({ ...Body, properties: { ...Body.properties, [name]: field } });
const [key] = operation.parameters ?? [];
const withParameters = (...parameters: NonNullable<ContractOperation['parameters']>) => ({
  parameters,
});

describe('breakingChanges', () => {
  test.each<[string, Partial<ContractOperation>]>([
    ['nothing', {}],
    ['a new field of an answer', withField('more', { type: 'string' })],
    ['a new word of an answer', withField('state', { type: 'string', enum: ['on', 'off', 'new'] })],
    ['an answer that is never null now', withField('name', { type: 'string' })],
    [
      'an answer that has all its fields now',
      withRow({ ...Row, required: ['id', 'name', 'count'] }),
    ],
    ['a new answer', { responses: { ...operation.responses, 503: {} } }],
    ['a new field of a request', withInput('more', { type: 'string' })],
    ['a new word of a request', withInput('kind', { type: 'string', enum: ['a', 'b', 'c'] })],
    ['a request that takes more', withInput('limit', { type: 'number', minimum: 0 })],
    ['a request that takes null', withInput('name', { type: ['string', 'null'], maxLength: 99 })],
    [
      'a new parameter',
      withParameters(...(operation.parameters ?? []), { name: 'new', in: 'query' }),
    ],
    ['any value of a parameter', withParameters(key as never, parameter({ type: 'string' }))],
  ])('lets %s pass', (_, changes) => {
    expect(breaks(changes)).toEqual([]);
  });

  test.each<[string, Partial<ContractOperation>, string]>([
    ['another name', { operationId: 'editRow' }, 'its operation changeRow became editRow'],
    ['another key', { security: [{ operatorSecret: [] }] }, 'asks for another proof of who calls'],
    [
      'a parameter that is gone',
      withParameters(key as never),
      'the parameter status (query) is gone',
    ],
    [
      'a parameter that must be',
      withParameters(...(operation.parameters ?? []), { name: 'new', in: 'query', required: true }),
      'the parameter new (query) is required now',
    ],
    [
      'a word that a parameter does not take',
      withParameters(key as never, parameter({ type: 'string', enum: ['on'] })),
      'the parameter status (query): no longer takes off',
    ],
    [
      'a list that is written otherwise',
      withParameters(key as never, { ...parameter({ type: 'string' }), explode: false }),
      'the parameter status (query) is written another way',
    ],
    [
      'a body that must be',
      { requestBody: { ...operation.requestBody, required: true } },
      'a body is required now',
    ],
    [
      'another media type',
      { requestBody: { content: { 'text/csv': {} } } },
      'body: is no longer application/json',
    ],
    [
      'a required field of a request',
      withBody({ ...Body, required: ['name', 'kind'] }),
      'body.kind: is required now',
    ],
    [
      'a field of a request that is gone',
      withBody({ ...Body, properties: { name: { type: 'string' } }, maxItems: 1 }),
      'body.kind: is gone',
    ],
    ['a type', withInput('limit', { type: 'string' }), 'body.limit: integer became string'],
    [
      'a lower maximum',
      withInput('limit', { type: 'integer', minimum: 1, maximum: 10 }),
      'body.limit: maximum became 10',
    ],
    [
      'a higher minimum',
      withInput('limit', { type: 'integer', minimum: 2, maximum: 1000 }),
      'body.limit: minimum became 2',
    ],
    [
      'a new pattern',
      withInput('name', { type: 'string', minLength: 1, maxLength: 64, pattern: '^a' }),
      'body.name: pattern became ^a',
    ],
    [
      'fewer words of a request',
      withInput('kind', { type: 'string', enum: ['a'] }),
      'body.kind: no longer takes b',
    ],
    [
      'only some words of a request',
      withInput('name', { type: 'string', enum: ['a'], minLength: 1, maxLength: 64 }),
      'body.name: takes only a',
    ],
    [
      'rows of a request',
      withInput('ids', { type: 'array', items: { type: 'integer' }, maxItems: 10 }),
      'body.ids[]: string became integer',
    ],
    [
      'a request that takes no other fields',
      withBody({ ...Body, additionalProperties: false }),
      'body: takes no fields any more that it does not name',
    ],
    ['a field that is gone', withoutField('count'), 'answer 200[].count: is gone'],
    [
      'a field that may be null',
      withField('count', { type: ['integer', 'null'] }),
      'answer 200[].count: integer became integer or null',
    ],
    [
      'a field that may be absent',
      withRow({ ...Row, required: ['id'] }),
      'answer 200[].name: may be absent now',
    ],
    [
      'a field of another type',
      withField('count', { type: 'string' }),
      'answer 200[].count: integer became string',
    ],
    ['a field of any type', withField('count', {}), 'answer 200[].count: integer became anything'],
    [
      'a field of another format',
      withField('id', { type: 'string' }),
      'answer 200[].id: is no uuid any more',
    ],
    [
      'a constant',
      withField('success', { type: 'boolean', const: false }),
      'answer 200[].success: is no longer true',
    ],
    [
      'what a reference stands for',
      withField('owner', { type: ['object', 'null'], properties: {} }),
      'answer 200[].owner.name: is gone',
    ],
    [
      'what a map holds',
      withField('checks', { type: 'object', additionalProperties: { type: 'integer' } }),
      'answer 200[].checks.*: string became integer',
    ],
    [
      'a map of anything',
      withField('checks', { type: 'object' }),
      'answer 200[].checks.*: string became anything',
    ],
    [
      'rows of anything',
      withField('tags', { type: 'array' }),
      'answer 200[].tags[]: string became anything',
    ],
    [
      'text of another form',
      withField('tags', { type: 'array', items: { type: 'string' } }),
      'answer 200[].tags[]: need not fit ^a any more',
    ],
    [
      'a status that is gone',
      { responses: { 200: operation.responses[200] ?? {} } },
      'the answer 404 is gone',
    ],
    [
      'an answer of another media type',
      { responses: { ...operation.responses, 404: { content: { 'text/html': {} } } } },
      'answer 404: is no longer application/problem+json',
    ],
  ])('finds %s', (_, changes, sentence) => {
    expect(breaks(changes)).toContain(`POST /rows: ${sentence}`);
  });

  test('finds a problem of another code', () => {
    const after = contractOf({
      responses: {
        ...operation.responses,
        404: {
          'x-problem-codes': ['gone', 'not-here'],
          content: { 'application/problem+json': { schema: { type: 'object' } } },
        },
      },
    });
    expect(breakingChanges({ before: contractOf(), after })).toEqual([
      'POST /rows: answer 404: the code not-found is gone',
    ]);
  });

  test('finds a proof that is given in another header, whatever is said of it', () => {
    const withScheme = (scheme: Readonly<Record<string, string>>) => {
      const after = contractOf();
      const securitySchemes = { appKey: { type: 'apiKey', in: 'header', name: 'key', ...scheme } };
      return { ...after, components: { ...after.components, securitySchemes } };
    };
    const breaksOf = (scheme: Readonly<Record<string, string>>) =>
      breakingChanges({ before: contractOf(), after: withScheme(scheme) });
    expect(breaksOf({ description: 'y' })).toEqual([]);
    expect(breaksOf({ name: 'other' })).toEqual([
      'POST /rows: asks for another proof of who calls',
    ]);
  });

  test('finds an operation that is gone', () => {
    const after = { ...contractOf(), paths: { '/rows': {} } };
    expect(breakingChanges({ before: contractOf(), after })).toEqual(['POST /rows: is gone']);
  });
});
