import { z } from 'zod';

/** Both members may be missing, and an empty cursor is none. */
export const Page = z
  .object({ cursor: z.string().nullish(), items: z.array(z.unknown()).nullish() })
  .transform(({ cursor, items }) => ({
    cursor: cursor || null,
    items: (items ?? []).filter((one) => one !== null),
  }));
