import { z } from 'zod';

/** One thing in which Dialpad differs from what is wanted. */
export const Difference = z.looseObject({ kind: z.string() });
export type Difference = z.infer<typeof Difference>;

export const Drifted = z.object({
  data: z.object({
    drift: z.array(Difference),
    repaired: z.array(Difference).default([]),
  }),
});
