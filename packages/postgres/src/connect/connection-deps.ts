import type { DatabasePool } from 'slonik';

import type { InTurn } from '../idempotency/create-turns.ts';
import type { SealingKeys } from '../sealing.ts';
import type { Sources } from '../sources.ts';

export interface ConnectionStoreDeps {
  readonly pool: DatabasePool;
  /** Its connections may be held for as long as Dialpad takes. */
  readonly holder: DatabasePool;
  readonly sealingKeys: SealingKeys;
  readonly sources: Sources;
}

export interface HoldingDeps extends ConnectionStoreDeps {
  readonly inTurn: InTurn;
}
