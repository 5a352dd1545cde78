import { err, ok, okAsync, ResultAsync } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { ConnectionStatus } from '../../domain/connection.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { ConnectApp, ConnectAppDeps } from './connect-app.ts';
import type { NotConnected } from './dialpad-access.ts';

type Deps = Pick<
  ConnectAppDeps,
  'connectionStore' | 'keyStore' | 'oauth' | 'tokensOf' | 'webhookSetup' | 'registry'
>;

export function createDisconnect(deps: Deps): ConnectApp['disconnect'] {
  const { connectionStore, keyStore, oauth, tokensOf, webhookSetup, registry } = deps;

  /** One after another, within Dialpad's limits. Those that may be left. */
  async function removeAll(hookIds: readonly string[], act: Act): Promise<readonly string[]> {
    const left: string[] = [];
    for (const hookId of hookIds) {
      const outcome = await webhookSetup.remove(hookId, act);
      if (outcome.isErr() && !isGone(outcome.error)) left.push(hookId);
    }
    return left;
  }

  function removeHooks(appId: string, act: Act): ResultAsync<readonly string[], StoreError> {
    return registry
      .registrations({ appId })
      .map((registrations) => registrations.map(({ hookId }) => hookId))
      .andThen((hookIds) => ResultAsync.fromSafePromise(removeAll(hookIds, act)));
  }

  /** Whatever Dialpad's answer is, it keeps nobody from being disconnected. */
  function deauthorize(appId: string): ResultAsync<boolean, never> {
    if (oauth === null) return okAsync(false);
    return tokensOf(appId)
      .token()
      .andThen((token) => oauth.deauthorize(token))
      .map(() => true)
      .orElse(() => ok(false));
  }

  /** What one person granted to our client is one and the same for all apps, and is revoked for all. */
  function isShared({ appId, userId }: ConnectionStatus): ResultAsync<boolean, StoreError> {
    return connectionStore
      .connections()
      .map((connections) =>
        connections.some(
          (other) =>
            other.appId !== appId && other.userId === userId && other.state === 'connected',
        ),
      );
  }

  return (appId, act) =>
    keyStore
      .app(appId)
      .andThen((app) => (app === null ? err({ kind: 'app-not-found' as const }) : ok()))
      .andThen(() => connectionStore.connection(appId))
      .andThen((connection) => (connection === null ? err(NOT_CONNECTED) : ok(connection)))
      .andThen((connected) =>
        removeHooks(appId, act).andThen((leftAtDialpad) =>
          isShared(connected)
            .andThen((isKept) => (isKept ? okAsync(false) : deauthorize(appId)))
            .andThen((isDeauthorized) =>
              connectionStore
                .endConnection(appId, act)
                .andThen((connection) =>
                  connection === null
                    ? err(NOT_CONNECTED)
                    : ok({ connection, leftAtDialpad, isDeauthorized }),
                ),
            ),
        ),
      );
}

const NOT_CONNECTED: NotConnected = { kind: 'dialpad-not-connected' };

/** Somebody else removed it meanwhile. */
const isGone = ({ kind }: { readonly kind: string }): boolean =>
  kind === 'hook-not-found' || kind === 'not-registered';
