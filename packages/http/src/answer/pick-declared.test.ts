import { Call } from '@dialpad-cti/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { routes } from '../routes/routes.ts';
import { pickDeclared } from './pick-declared.ts';

describe('pickDeclared', () => {
  test('lets out what is declared, at every depth, and nothing else', () => {
    const pick = pickDeclared(
      z.object({
        id: z.string(),
        rows: z.array(z.object({ a: z.int().nullable() })).readonly(),
        checks: z.record(z.string(), z.string()),
        none: z.string().optional(),
      }),
    );
    const given = {
      id: 'x',
      secret: 's',
      rows: [{ a: 1, hash: 'h' }, { a: null }],
      checks: { database: 'ok' },
      none: undefined,
    };
    expect(pick(given)).toEqual({ id: 'x', rows: [{ a: 1 }, { a: null }], checks: given.checks });
  });

  test('lets no object out through a field that is declared as text', () => {
    const pick = pickDeclared(z.object({ name: z.string() }));
    expect(pick({ name: { first: 'x', secret: 's' } })).toEqual({ name: null });
  });

  test('refuses a declaration that it cannot hold an answer to', () => {
    expect(() => pickDeclared(z.object({ any: z.unknown() }))).toThrow('unknown');
    expect(() => pickDeclared(z.object({ any: z.union([z.string(), z.int()]) }))).toThrow('union');
  });

  test('can be made of every answer of every route', () => {
    for (const route of routes) {
      for (const answer of Object.values(route.answers)) {
        if (!('mediaTypes' in answer)) expect(() => pickDeclared(answer)).not.toThrow();
      }
    }
  });

  test('keeps every field of a call', () => {
    const fields = Object.keys(Call.shape);
    const given = Object.fromEntries(fields.map((name) => [name, null]));
    expect(pickDeclared(Call)(given)).toEqual(given);
  });
});
