import { z } from 'zod';

import { idInput } from '../parse-input.ts';
import { TARGET_TYPES } from './subscription-terms.ts';

/** What lists that can be about one target take. */
export const TARGET_QUERY = {
  target_type: z.enum(TARGET_TYPES).optional(),
  target_id: idInput.optional(),
};

/** Whether a target is the one asked for; each is when none is. */
export function isOfTarget({
  target_type: wantedType,
  target_id: wantedId,
}: {
  readonly target_type?: string | undefined;
  readonly target_id?: string | undefined;
}): (type: unknown, id: unknown) => boolean {
  return (type, id) =>
    (wantedType === undefined || type === wantedType) &&
    (wantedId === undefined || id === wantedId);
}
