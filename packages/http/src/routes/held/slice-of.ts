import type { Slice } from '@dialpad-cti/core';

import { known } from '../../request/known.ts';

export const sliceOf = ({
  limit,
  after,
}: {
  readonly limit: number;
  readonly after?: string | undefined;
}): Slice => ({ limit, ...known({ after }) });
