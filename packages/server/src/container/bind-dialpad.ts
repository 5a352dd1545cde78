// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { randomBytes } from 'node:crypto';

import {
  createConnectApp,
  createDialpadAccess,
  createReconciliation,
  createWebhookSetup,
  type DialpadAccessDeps,
  planBackfills,
  type StoreError,
} from '@dialpad-cti/core';
import type { Container } from 'inversify';

import { CALLBACK_PATH } from '../config/dialpad-of.ts';
import { createCheckDialpad } from '../dialpad/create-check-dialpad.ts';
import { createDialpadJobs } from '../dialpad/create-dialpad-jobs.ts';
import { createGapWatch } from '../dialpad/create-gap-watch.ts';
import { createIsKnown } from '../dialpad/create-is-known.ts';
import { createSendTestEvent } from '../dialpad/create-send-test-event.ts';
import { openDialpad } from '../dialpad/open-dialpad.ts';
import { type DialpadRoutes, ids } from '../ids.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import { createStandInAccess } from '../simulated/create-stand-in-access.ts';
import { leaveSimulatedOut } from '../simulated/leave-simulated-out.ts';
import { onlySetUpThere } from '../simulated/only-set-up-there.ts';
import { openSimulated } from '../simulated/open-simulated.ts';
import { now } from './now.ts';

export function bindDialpad(container: Container): void {
  container.bind(ids.gaps).toResolvedValue(() => createGapWatch(now));
  container
    .bind(ids.simulator)
    .toResolvedValue(openSimulated, [ids.config])
    .onDeactivation((simulator) => simulator?.stop());
  container
    .bind(ids.dialpad)
    .toResolvedValue(
      ({ dialpad }, simulator, { onDialpadRequest: onRequest }) =>
        openDialpad({ dialpad, simulator, onRequest }),
      [ids.config, ids.simulator, ids.metrics],
    )
    .onDeactivation((dialpad) => dialpad.close());
  bindAccess(container);
  bindReconciliation(container);
  container.bind(ids.dialpadRoutes).toResolvedValue(
    (storage, webhookSetup, connectApp, jobs, access, publicUrl): DialpadRoutes => ({
      webhookSetup,
      connectApp,
      onBackfill: jobs.wake,
      checkDialpad: createCheckDialpad({ ...storage, dialpadFor: access.dialpadFor, now }),
      sendTestEvent: createSendTestEvent({
        ...storage,
        registry: storage.webhookRegistry,
        publicUrl: publicUrl.current,
        now,
      }),
    }),
    [
      ...([ids.storage, ids.webhookSetup, ids.connectApp] as const),
      ...([ids.dialpadJobs, ids.access, ids.publicUrl] as const),
    ],
  );
}

function bindAccess(container: Container): void {
  container.bind(ids.publish).toResolvedValue(
    (broadcaster, log) => {
      const sayTrouble = createTroubles(log, now);
      return (updates) =>
        void broadcaster
          .publish(updates)
          .orTee(({ cause }) =>
            sayTrouble('Updates could not be told to listeners', { error: cause }),
          );
    },
    [ids.broadcaster, ids.log],
  );
  container.bind(ids.access).toResolvedValue(
    (config, storage, { open, oauth, apiKey, client }, simulator, publish) => {
      const { connectionStore, keyStore, webhookRegistry: registry } = storage;
      const deps: DialpadAccessDeps = {
        connectionStore,
        oauth: client === null ? null : oauth(client),
        open,
        staticKey: apiKey,
        now,
        random: Math.random,
        publish,
      };
      if (simulator !== null) return createStandInAccess({ ...deps, registry });
      const access = createDialpadAccess(deps);
      // No database of somebody's own was ever used with a stand-in.
      if (config.databaseUrl !== null) return access;
      return { ...access, dialpadFor: leaveSimulatedOut(access.dialpadFor, keyStore) };
    },
    [
      ...([ids.config, ids.storage, ids.dialpad] as const),
      ...([ids.simulator, ids.publish] as const),
    ],
  );
  container
    .bind(ids.webhookSetup)
    .toResolvedValue(
      ({ webhookRegistry, keyStore }, { dialpadFor }) =>
        createWebhookSetup({ registry: webhookRegistry, keyStore, dialpadFor, randomBytes, now }),
      [ids.storage, ids.access],
    );
  container.bind(ids.connectApp).toResolvedValue(
    (config, storage, { open, oauth, client }, { tokensOf }, webhookSetup, publicUrl, publish) =>
      createConnectApp({
        connectionStore: storage.connectionStore,
        keyStore: storage.keyStore,
        registry: storage.webhookRegistry,
        webhookSetup,
        oauth: client === null ? null : oauth(client),
        open,
        tokensOf,
        redirectUri: () => config.dialpad.redirectUri ?? `${publicUrl.current()}${CALLBACK_PATH}`,
        scopes: config.dialpad.scopes,
        randomBytes,
        now,
        publish,
      }),
    [
      ...([ids.config, ids.storage, ids.dialpad, ids.access] as const),
      ...([ids.webhookSetup, ids.publicUrl, ids.publish] as const),
    ],
  );
}

function bindReconciliation(container: Container): void {
  container.bind(ids.reconciliation).toResolvedValue(
    (storage, access, simulator, worker) => {
      const { reconciliationStore: store, eventStore, webhookRegistry: registry } = storage;
      const dialpadFor =
        simulator === null
          ? access.dialpadFor
          : onlySetUpThere(access.dialpadFor, { registry, setUp: simulator.setUp });
      return createReconciliation({
        store,
        eventStore,
        dialpadFor,
        isKnownAtDialpad: createIsKnown({ ...storage, registry }),
        now,
        onStored: worker.wake,
      });
    },
    [ids.storage, ids.access, ids.simulator, ids.worker],
  );
  container
    .bind(ids.dialpadJobs)
    .toResolvedValue(
      (reconciliation, storage, access, gaps, log) => {
        const sayTrouble = createTroubles(log, now);
        return createDialpadJobs({
          reconciliation,
          store: storage.reconciliationStore,
          registry: storage.webhookRegistry,
          planBackfills,
          gaps,
          refreshDue: access.refreshDue,
          now,
          onFailed: (appId, reason) =>
            sayTrouble("Dialpad's call list could not be walked", { appId, reason }),
          onRefreshFailed: (appId, reason) =>
            sayTrouble('The tokens of an app could not be renewed', { appId, reason }),
          onSilentFailed: (reason) =>
            sayTrouble('Dialpad could not be asked about calls that have gone silent', { reason }),
          onTrouble: ({ cause }: StoreError) =>
            sayTrouble('Work at Dialpad has to wait for the database', { error: cause }),
        });
      },
      [
        ...([ids.reconciliation, ids.storage, ids.access] as const),
        ...([ids.gaps, ids.log] as const),
      ],
    )
    .onDeactivation((jobs) => jobs.stop());
}
