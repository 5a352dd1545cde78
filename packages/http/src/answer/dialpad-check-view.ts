import { z } from 'zod';

import type { DialpadCheck } from '../check-dialpad.ts';

const MAY = 'By trying; null: it could not be found out.';

export const DialpadCheckView = z.object({
  access: z
    .enum(['oauth', 'api-key'])
    .describe("By the app's own connection, or by DIALPAD_API_KEY."),
  user: z
    .object({
      id: z.string(),
      display_name: z.string().nullable(),
      company_id: z.string().nullable(),
      office_id: z.string().nullable(),
      state: z.string().nullable(),
      is_admin: z.boolean(),
    })
    .describe('Whose token it is, at Dialpad.'),
  clock_skew_ms: z
    .int()
    .nullable()
    .describe("Dialpad's clock less ours, to about a second; null: Dialpad does not say."),
  scopes: z.object({
    'calls:list': z.boolean().nullable().describe(MAY),
    webhooks: z.boolean().nullable().describe(MAY),
  }),
});
export type DialpadCheckView = z.infer<typeof DialpadCheckView>;

export function dialpadCheckView({
  access,
  user,
  clockSkewMs,
  scopes,
}: DialpadCheck): DialpadCheckView {
  return {
    access,
    user: {
      id: user.id,
      display_name: user.displayName,
      company_id: user.companyId,
      office_id: user.officeId,
      state: user.state,
      is_admin: user.isAdmin,
    },
    clock_skew_ms: clockSkewMs === null ? null : Math.round(clockSkewMs),
    scopes,
  };
}
