import { SET_ASIDE_REASONS } from '@dialpad-cti/core';
import { z } from 'zod';

import { HandledView } from './handled-view.ts';

export const ReleasedView = HandledView.extend({
  refused: z
    .array(z.object({ id: z.uuid(), reason: z.enum([...SET_ASIDE_REASONS, 'hook-not-found']) }))
    .readonly()
    .describe('Those that are kept as they were, and why.'),
});
