import type { ResultAsync } from 'neverthrow';

import type { Position, Update } from '../domain/update.ts';
import type { StoreError } from './store-error.ts';

/** The updates of each app, in the order in which they became visible. */
export interface UpdateLog {
  /** Where the app stands now: position 0 before its first update; null for an unknown app. */
  head(appId: string): ResultAsync<Position | null, StoreError>;

  /**
   * At most `limit` updates after `position`, in order. A reader that goes on from
   * the last position it got sees every update once: none ever turns up behind it.
   */
  readAfter(
    appId: string,
    position: number,
    limit: number,
  ): ResultAsync<readonly Update[], StoreError>;
}
