import { z } from 'zod';

export function single<Data extends z.ZodType>(data: Data) {
  return z.object({ success: z.literal(true), data });
}
