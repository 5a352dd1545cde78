import type { Handled } from '@dialpad-cti/core';
import { z } from 'zod';

/** What became of a selection, or of the slice of it that was asked for. */
export const HandledView = z.object({
  success: z.literal(true),
  dry_run: z.boolean(),
  count: z.int().describe('How many it was done to; of a dry run how many the selection holds.'),
  next: z
    .uuid()
    .nullable()
    .describe('There may be more: repeat the request with this as `after`. Null: none is left.'),
  message: z.string(),
});

export type Deed = 'replayed' | 'released' | 'purged';

export const handledView = (deed: Deed, { count, next }: Handled) => ({
  dry_run: false,
  count,
  next,
  message:
    next === null ? `${count} ${deed}.` : `${count} ${deed}. To go on, send \`next\` as \`after\`.`,
});

/** Of a dry run. */
export const foreseenView = (deed: Deed, count: number) => ({
  dry_run: true,
  count,
  next: null,
  message: `${count} would be ${deed}.`,
});
