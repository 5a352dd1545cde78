import type { DatabasePool } from 'slonik';

import type { SealingKeys } from '../sealing.ts';
import type { Sources } from '../sources.ts';

export interface KeyStoreDeps {
  readonly pool: DatabasePool;
  readonly sealingKeys: SealingKeys;
  readonly sources: Sources;
}
