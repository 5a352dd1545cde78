import type { ConnectionStore, ReconciliationDeps, WebhookRegistry } from '@dialpad-cti/core';
import { okAsync } from 'neverthrow';

export interface IsKnownDeps {
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  readonly connectionStore: Pick<ConnectionStore, 'connection'>;
}

/** What it is that Dialpad knows an app by: a webhook that we made there, or a connection. */
export function createIsKnown({
  registry,
  connectionStore,
}: IsKnownDeps): ReconciliationDeps['isKnownAtDialpad'] {
  return (appId) =>
    registry
      .registrations({ appId })
      .andThen((registrations) =>
        registrations.some(({ webhookId }) => webhookId !== null)
          ? okAsync(true)
          : connectionStore.connection(appId).map((connection) => connection !== null),
      );
}
