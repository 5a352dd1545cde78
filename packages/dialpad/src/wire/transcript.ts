import type { TranscriptLine } from '@dialpad-cti/core';
import { z } from 'zod';

import { OptionalId, OptionalInstant, OptionalText } from './scalars.ts';

const Line = z
  .object({
    time: OptionalInstant,
    name: OptionalText,
    content: OptionalText,
    type: OptionalText,
    user_id: OptionalId,
  })
  .transform(
    ({ time, name, content, type, user_id: userId }): TranscriptLine => ({
      at: time,
      speaker: name,
      text: content ?? '',
      type: type ?? 'unknown',
      userId,
    }),
  );

/** One that does not exist has no `lines`. */
export const Transcript = z
  .object({ lines: z.array(Line).nullish() })
  .transform(({ lines }) => lines ?? []);
