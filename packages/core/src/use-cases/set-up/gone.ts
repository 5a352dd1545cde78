import { err, ok, type ResultAsync } from 'neverthrow';

import type { DialpadError } from '../../ports/dialpad-client.ts';

/** Deleted, also when it was gone already. */
export function gone(deleted: ResultAsync<void, DialpadError>): ResultAsync<void, DialpadError> {
  return deleted.orElse((error) =>
    error.kind === 'dialpad-not-found' ? ok(undefined) : err(error),
  );
}
