import type { DatabasePool } from 'slonik';

import type { Sources } from '../sources.ts';

export interface DeskDeps {
  readonly pool: DatabasePool;
  readonly sources: Sources;
}
