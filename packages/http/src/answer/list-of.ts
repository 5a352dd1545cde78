import { z } from 'zod';

export const Pagination = z.object({
  limit: z.int(),
  has_more: z.boolean(),
  next_cursor: z.string().nullable().describe('Null on the last page.'),
  offset: z.int().optional().describe('As it was asked for.'),
  total: z.int().optional().describe('With `count=true` only.'),
  total_is_capped: z.boolean().optional().describe('There may be more than `total`.'),
});
export type Pagination = z.infer<typeof Pagination>;

export function listOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    success: z.literal(true),
    data: z.array(row).readonly(),
    pagination: Pagination,
  });
}
