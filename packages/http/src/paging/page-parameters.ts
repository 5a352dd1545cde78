import { z } from 'zod';

import { Flag, wholeNumber } from '../request/parameters.ts';

const OFFSET_LIMIT = 10_000;

/** What every list takes. */
export const pageParameters = {
  limit: wholeNumber({ min: 1, max: 200, hint: 'must be a whole number from 1 to 200' }).default(
    50,
  ),
  cursor: z.string().max(1024, 'is not a cursor of this list').optional(),
  offset: wholeNumber({
    min: 0,
    max: OFFSET_LIMIT,
    hint: `must be a whole number from 0 to ${OFFSET_LIMIT}; to go further, follow \`cursor\``,
  }).optional(),
  count: Flag.optional(),
};
