import { z } from 'zod';

export const Pagination = z.object({
  limit: z.int(),
  has_more: z.boolean(),
  /** Null on the last page. */
  next_cursor: z.string().nullable(),
  offset: z.int().optional(),
  /** With `count=true` only. */
  total: z.int().optional(),
  /** There may be more than `total`. */
  total_is_capped: z.boolean().optional(),
});
export type Pagination = z.infer<typeof Pagination>;

export function listOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    success: z.literal(true),
    data: z.array(row).readonly(),
    pagination: Pagination,
  });
}
