import type { IncomingMessage } from 'node:http';

import type { KeyRefused, Principal, StoreError } from '@dialpad-cti/core';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

import type { HttpDeps } from '../http-deps.ts';
import type { Auth } from '../route.ts';
import { createOperatorCheck } from './create-operator-check.ts';

type AuthenticateError = KeyRefused | { readonly kind: 'operator-refused' } | StoreError;

export type Authenticate = (
  auth: Auth,
  request: IncomingMessage,
) => ResultAsync<Principal | null, AuthenticateError>;

/** A credential counts only when its header is there exactly once. */
export function createAuthenticate(
  deps: Pick<HttpDeps, 'authenticateAppKey' | 'operatorSecrets'>,
): Authenticate {
  const isOperator = createOperatorCheck(deps.operatorSecrets);
  return (auth, { headersDistinct }) => {
    switch (auth) {
      case 'app': {
        const [key, ...others] = headersDistinct['x-app-api-key'] ?? [];
        return key === undefined || others.length > 0
          ? errAsync({ kind: 'key-refused' })
          : deps.authenticateAppKey(key);
      }
      case 'operator': {
        const [given, ...others] = headersDistinct['authorization'] ?? [];
        const secret = BEARER.exec(given ?? '')?.[1];
        return secret !== undefined && others.length === 0 && isOperator(secret)
          ? okAsync(null)
          : errAsync({ kind: 'operator-refused' });
      }
      case 'none':
        return okAsync(null);
    }
  };
}

// Not \S: in latin1, as Node reads headers, the UTF-8 of some letters holds a no-break space.
const BEARER = /^bearer +([^ \t]+)$/i;
