import {
  createDialpadAccess,
  type DialpadAccess,
  type DialpadAccessDeps,
  type NotConnected,
  type Registration,
  type WebhookRegistry,
} from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';

import { isLoopback } from '../config/is-loopback.ts';

export interface StandInAccessDeps extends DialpadAccessDeps {
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
}

/**
 * Access to a stand-in that has just taken Dialpad's place. Apps that were connected or set up before, at
 * a real one, have none: it would refuse their tokens, which would then be given up, and its calls are
 * not theirs.
 */
export function createStandInAccess({ registry, ...deps }: StandInAccessDeps): DialpadAccess {
  const { connectionStore, now } = deps;
  const startedAt = now();
  const isOfBefore = (time: string): boolean => Date.parse(time) < startedAt;
  const isElsewhere = ({ createdAt, hookUrl }: Registration): boolean =>
    // No real one can deliver to this machine alone.
    isOfBefore(createdAt) && !isLoopback(new URL(hookUrl));

  const access = createDialpadAccess({
    ...deps,
    connectionStore: {
      ...connectionStore,
      connections: () =>
        connectionStore
          .connections()
          .map((all) => all.filter(({ connectedAt }) => !isOfBefore(connectedAt))),
    },
  });
  return {
    ...access,
    dialpadFor: (appId) =>
      connectionStore
        .connection(appId)
        .andThen((connection) =>
          connection !== null && isOfBefore(connection.connectedAt) ? err(NOT_CONNECTED) : ok(),
        )
        .andThen(() => registry.registrations({ appId }))
        .andThen((registrations) =>
          registrations.some(isElsewhere) ? err(NOT_CONNECTED) : access.dialpadFor(appId),
        ),
  };
}

const NOT_CONNECTED: NotConnected = { kind: 'dialpad-not-connected' };
