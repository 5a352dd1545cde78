import { errAsync, okAsync } from 'neverthrow';

import type { TokenSource } from '../../ports/dialpad-client.ts';

/** One token, and no other after it. */
export function fixedToken(token: string): TokenSource {
  return {
    token: () => okAsync(token),
    renewed: () => errAsync({ kind: 'dialpad-unauthorized' }),
  };
}
