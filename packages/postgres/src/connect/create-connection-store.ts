import type { AppNotFound, ConnectionStore } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';

import { attempt } from '../attempt.ts';
import { HOLDER_LIMITS } from '../connection/time-limits.ts';
import { createTurns } from '../idempotency/create-turns.ts';
import { beginAuthorisation, takeAuthorisation } from './authorisations.ts';
import { changeTokens } from './change-tokens.ts';
import { addConnectLink, takeConnectLink } from './connect-links.ts';
import type { ConnectionStoreDeps } from './connection-deps.ts';
import { endConnection } from './end-connection.ts';
import { putConnection } from './put-connection.ts';
import { findConnection, findTokens, listConnections } from './read-connections.ts';

export function createPostgresConnectionStore(deps: ConnectionStoreDeps): ConnectionStore {
  const holding = { ...deps, inTurn: createTurns(HOLDER_LIMITS.statementMs) };
  return {
    addConnectLink: (link, act) => attempt(() => addConnectLink(deps, link, act)).andThen(found),
    takeConnectLink: (digest) => attempt(() => takeConnectLink(deps, digest)),
    beginAuthorisation: (begun) => attempt(() => beginAuthorisation(deps, begun)).andThen(found),
    takeAuthorisation: (stateDigest, browserDigest) =>
      attempt(() => takeAuthorisation(deps, stateDigest, browserDigest)),
    putConnection: (connection, act) =>
      attempt(() => putConnection(holding, connection, act)).andThen((made) =>
        made === null ? err(APP_NOT_FOUND) : ok(made),
      ),
    connection: (appId) => attempt(() => findConnection(deps, appId)),
    connections: () => attempt(() => listConnections(deps)),
    tokens: (appId) => attempt(() => findTokens(deps, appId)),
    changeTokens: (appId, work) =>
      attempt(() => changeTokens(holding, appId, work)).andThen((outcome) => outcome),
    endConnection: (appId, act) => attempt(() => endConnection(holding, appId, act)),
  };
}

const APP_NOT_FOUND: AppNotFound = { kind: 'app-not-found' };

const found = (isFound: boolean): Result<void, AppNotFound> =>
  isFound ? ok() : err(APP_NOT_FOUND);
