import { COUNT_CAP, type Page, type PageRequest } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';

import type { Pagination } from '../answer/list-of.ts';
import type { RequestInvalid } from '../http-fault.ts';
import { createCursors } from './create-cursors.ts';

export interface ListRequest {
  readonly path: string;
  readonly principal: { readonly appId: string } | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: PageQuery;
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
  readonly count?: boolean | undefined;
}

export interface OpenPage {
  readonly page: PageRequest;
  readonly paginate: (found: Page<unknown>) => Pagination;
}

/** From a list's parameters to what a port is asked for, and from its page to what we say of it. */
export function openPage(
  cursorKey: Uint8Array,
  request: ListRequest,
): Result<OpenPage, RequestInvalid> {
  const { limit, cursor, offset, count } = request.query;
  const cursors = createCursors(cursorKey);
  const scope = scopeOf(request);
  if (cursor !== undefined && offset !== undefined) return refused('cannot go with `offset`');
  const after = cursor === undefined ? undefined : cursors.open(scope, cursor);
  if (after === null) return refused('is not a cursor of this list with these filters');
  return ok({
    page: {
      limit,
      ...(after === undefined ? {} : { after }),
      ...(offset === undefined ? {} : { offset }),
      ...(count === true ? { count } : {}),
    },
    paginate: ({ next, total }) => ({
      limit,
      has_more: next !== null,
      next_cursor: next === null ? null : cursors.seal(scope, next),
      ...(offset === undefined ? {} : { offset }),
      ...(total === undefined ? {} : { total, total_is_capped: total >= COUNT_CAP }),
    }),
  });
}

// Parsed values, so that a default and the same value spelled out are one list.
function scopeOf({ path, principal, params, query }: ListRequest): string {
  const { limit: _, cursor: __, offset: ___, count: ____, ...filters } = query;
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([principal?.appId ?? null, path, params, sorted]);
}

const refused = (detail: string): Result<never, RequestInvalid> =>
  err({ kind: 'request-invalid', errors: [{ pointer: '/query/cursor', detail }] });
