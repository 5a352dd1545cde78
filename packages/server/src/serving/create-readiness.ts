import { setTimeout as delay } from 'node:timers/promises';

import type { KeyStore } from '@dialpad-cti/core';
import type { Readiness } from '@dialpad-cti/http';

export interface ReadinessDeps {
  readonly keyStore: Pick<KeyStore, 'credentialsEpoch'>;
  /** By name, beside the checks made here. */
  readonly remarks: Readonly<Record<string, string>>;
  readonly isDraining: () => boolean;
}

/** Whether a balancer should send requests here, and if not, why. Always answers within 2 s. */
export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  return async () => {
    const isDraining = deps.isDraining();
    const isReached = await isDatabaseReached(deps.keyStore);
    return {
      ready: isReached && !isDraining,
      checks: {
        database: isReached ? 'ok' : 'not reached',
        process: isDraining ? 'is stopping' : 'ok',
        ...deps.remarks,
      },
    };
  };
}

const PATIENCE_MS = 2000;

async function isDatabaseReached({
  credentialsEpoch,
}: ReadinessDeps['keyStore']): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(PATIENCE_MS, false, { signal: timer.signal }).catch(() => false);
  const answered = credentialsEpoch().match(
    () => true,
    () => false,
  );
  const isReached = await Promise.race([answered, late]);
  timer.abort();
  return isReached;
}
