import type { DatabasePool } from 'slonik';

import type { SealingKeys } from '../sealing.ts';
import type { Sources } from '../sources.ts';

export interface WebhookRegistryDeps {
  readonly pool: DatabasePool;
  /** Its connections may be held for as long as Dialpad takes. */
  readonly holder: DatabasePool;
  readonly sealingKeys: SealingKeys;
  readonly sources: Sources;
  /** So long somebody waits for others that are at it, 10 s when absent. */
  readonly patienceMs?: number;
}
