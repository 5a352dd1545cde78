import type { DatabasePool } from 'slonik';

import type { Sources } from '../sources.ts';

export interface ReconciliationStoreDeps {
  readonly pool: DatabasePool;
  readonly sources: Sources;
}
