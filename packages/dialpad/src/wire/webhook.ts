import type { DialpadWebhook } from '@dialpad-cti/core';
import { z } from 'zod';

import { Id, OptionalText } from './scalars.ts';

const Signature = z.object({ secret: OptionalText }).nullish().catch(null);

export const Webhook = z.object({ id: Id, hook_url: OptionalText, signature: Signature }).transform(
  ({ id, hook_url: hookUrl, signature }): DialpadWebhook => ({
    id,
    hookUrl,
    secret: signature?.secret ?? null,
  }),
);
