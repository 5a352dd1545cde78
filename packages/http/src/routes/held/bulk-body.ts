import { z } from 'zod';

import { heldFilters } from './held-filters.ts';
import type { HeldKind } from './held-kind.ts';
import { type HeldCriteria, selectionOf } from './selection-of.ts';

const IDS = 'must be a list of 1 to 1000 ids of events';
const ID = 'must be the id of an event';
const LIMIT = 'must be a whole number from 1 to 1000';
const NOTHING_NAMED =
  'must say what is meant: `ids`, a filter such as `app_id`, or `all` with the value true';

/**
 * The body of what is done to many at once. An empty one, or one with its filter forgotten, must
 * not mean everything.
 */
export const bulkBody = (kind: HeldKind) =>
  z
    .strictObject({
      ids: z.array(z.uuid(ID), IDS).min(1, IDS).max(1_000, IDS).optional(),
      ...heldFilters(kind),
      all: z
        .literal(true, 'must be true, or left out')
        .optional()
        .describe('Needed when neither ids nor a filter is given.'),
      dry_run: z
        .boolean('must be true or false')
        .default(false)
        .describe('Answers with the count of all that fit, and changes nothing.'),
      limit: z
        .int(LIMIT)
        .min(1, LIMIT)
        .max(1_000, LIMIT)
        .default(500)
        .describe('How many at most in this request, in the order of their ids.'),
      after: z
        .uuid(ID)
        .optional()
        .describe('The `next` of the request before: only what has a greater id.'),
    })
    .refine((body) => body.all === true || namesSomething(kind, body), NOTHING_NAMED);

const namesSomething = ({ state }: HeldKind, criteria: HeldCriteria): boolean =>
  Object.keys(selectionOf(state, criteria)).length > 1;
