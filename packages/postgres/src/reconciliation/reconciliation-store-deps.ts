import type { DatabasePool } from 'slonik';

import type { Sources } from '../sources.ts';

export interface ReconciliationStoreDeps {
  readonly pool: DatabasePool;
  /** For what may take longer: hours of events, and windows of calls. */
  readonly reader: DatabasePool;
  readonly sources: Sources;
}
