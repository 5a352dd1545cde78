import type { DialpadTokens } from '@dialpad-cti/core';
import { z } from 'zod';

import { OptionalNumber, OptionalText } from './scalars.ts';

export const Tokens = z
  .object({
    access_token: z.string().min(1),
    token_type: z
      .string()
      .regex(/^bearer$/i)
      .nullish(),
    refresh_token: OptionalText,
    expires_in: OptionalNumber,
  })
  .transform(
    ({ access_token, refresh_token, expires_in }): DialpadTokens => ({
      accessToken: access_token,
      refreshToken: refresh_token || null,
      expiresIn: expires_in,
    }),
  );
