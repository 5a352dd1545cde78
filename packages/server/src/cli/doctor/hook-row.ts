import { z } from 'zod';

export const HookRow = z.object({
  hook_id: z.string(),
  app_id: z.string(),
  registration: z
    .object({ state: z.enum(['pending', 'registered', 'deleting']) })
    .nullable()
    .optional(),
});
export type HookRow = z.infer<typeof HookRow>;
