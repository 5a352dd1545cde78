import type { IncomingMessage } from 'node:http';

import type { KeyRefused, Principal, StoreError } from '@dialpad-cti/core';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

import type { HttpDeps } from '../http-deps.ts';
import { createOperatorCheck } from './create-operator-check.ts';

export interface Authenticate {
  readonly app: (request: IncomingMessage) => ResultAsync<Principal, KeyRefused | StoreError>;
  /** Gives the actor of the audit log. */
  readonly operator: (request: IncomingMessage) => ResultAsync<string, OperatorRefused>;
}

interface OperatorRefused {
  readonly kind: 'operator-refused';
}

/** A credential counts only when its header is there exactly once. */
export function createAuthenticate(
  deps: Pick<HttpDeps, 'authenticateAppKey' | 'operatorSecrets'>,
): Authenticate {
  const operatorOf = createOperatorCheck(deps.operatorSecrets);
  return {
    app({ headersDistinct }) {
      const [key, ...others] = headersDistinct['x-app-api-key'] ?? [];
      return key === undefined || others.length > 0
        ? errAsync({ kind: 'key-refused' })
        : deps.authenticateAppKey(key);
    },

    operator({ headersDistinct }) {
      const [given, ...others] = headersDistinct['authorization'] ?? [];
      const secret = BEARER.exec(given ?? '')?.[1];
      const actor = secret === undefined || others.length > 0 ? null : operatorOf(secret);
      return actor === null ? errAsync({ kind: 'operator-refused' }) : okAsync(actor);
    },
  };
}

// Not \S: in latin1, as Node reads headers, the UTF-8 of some letters holds a no-break space.
const BEARER = /^bearer +([^ \t]+)$/i;
