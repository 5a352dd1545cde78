import { okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { defineRoute, type Route } from '../route.ts';
import { opsRoutes } from '../routes/ops-routes.ts';
import { routes } from '../routes/routes.ts';
import { openRig } from '../test-rig/open-rig.test.support.ts';
import { assertDeclared } from './check-routes.ts';

const good = defineRoute({
  method: 'GET',
  path: '/things/:id',
  operation: 'getThing',
  tag: 'server',
  auth: 'none',
  summary: 'A thing.',
  params: z.object({ id: z.string() }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: z.object({ success: z.literal(true) }) },
  handler: () => okAsync({ status: 200 as const, body: { success: true as const } }),
});

const Open: z.ZodType = z.object({ any: z.unknown() });
const Either: z.ZodType = z.object({ either: z.union([z.string(), z.int()]) });

describe('assertDeclared', () => {
  test('lets our routes pass', () => {
    expect(() => assertDeclared(routes)).not.toThrow();
    expect(() => assertDeclared(opsRoutes)).not.toThrow();
    expect(() => assertDeclared([good])).not.toThrow();
  });

  test.each<[string, Partial<Route> | Readonly<Record<string, unknown>>, string]>([
    ['without a name', { operation: undefined }, 'GET /things/:id has no operation'],
    ['with an empty name', { operation: '' }, 'has no operation'],
    ['with a name of several words', { operation: 'get thing' }, 'has no operation'],
    ['without a summary', { summary: undefined }, 'has no sentence'],
    ['with half a sentence', { summary: 'A thing' }, 'has no sentence'],
    ['without a tag', { tag: undefined }, 'has no tag'],
    ['with a tag of its own', { tag: 'things' }, 'has no tag'],
    ['without answers', { answers: {} }, 'has no answers'],
    ['with anything as its answer', { answers: { 200: Open } }, 'an answer 200 that cannot be'],
    ['with one of two answers', { answers: { 200: Either } }, 'an answer 200 that cannot be'],
    ['with text of no type', { answers: { 200: { kind: 'text', mediaTypes: [] } } }, 'answer 200'],
    ['that forgets its placeholder', { params: z.object({}) }, 'but declares none'],
    [
      'that declares another placeholder',
      { params: z.object({ key: z.string() }) },
      'has the placeholders id, but declares key',
    ],
    ['without a placeholder', { path: '/things' }, 'has the placeholders none, but declares id'],
  ])('refuses a route %s', (_, change, fault) => {
    const route = { ...good, ...change } as Route;
    expect(() => assertDeclared([route])).toThrow(fault);
  });

  test('refuses two routes of one name, or at one place', () => {
    expect(() => assertDeclared([good, { ...good, path: '/other/:id' }])).toThrow(
      'getThing is the name of more than one operation',
    );
    expect(() => assertDeclared([good, { ...good, operation: 'getOther' }])).toThrow(
      'GET /things/:id is declared more than once',
    );
  });
});

test('a server with a route that is not declared does not start', async () => {
  const { tag: _, ...undeclared } = good;
  await expect(openRig(undefined, { routes: [undeclared as Route] })).rejects.toThrow('has no tag');
});
