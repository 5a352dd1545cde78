// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { randomBytes } from 'node:crypto';

import {
  createConnectApp,
  createDialpadAccess,
  createReconciliation,
  createWebhookSetup,
  planBackfills,
  type StoreError,
} from '@dialpad-cti/core';
import type { Container } from 'inversify';

import { CALLBACK_PATH } from '../config/dialpad-of.ts';
import { createCheckDialpad } from '../dialpad/create-check-dialpad.ts';
import { createDialpadJobs } from '../dialpad/create-dialpad-jobs.ts';
import { createGapWatch } from '../dialpad/create-gap-watch.ts';
import { createSendTestEvent } from '../dialpad/create-send-test-event.ts';
import { openDialpad } from '../dialpad/open-dialpad.ts';
import { type DialpadRoutes, ids } from '../ids.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import { leaveSimulatedOut } from '../simulated/leave-simulated-out.ts';
import { now } from './now.ts';

export function bindDialpad(container: Container): void {
  container.bind(ids.gaps).toResolvedValue(() => createGapWatch(now));
  container
    .bind(ids.dialpad)
    .toResolvedValue(
      (config, metrics) => openDialpad(config, metrics.onDialpadRequest),
      [ids.config, ids.metrics],
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
    ({ databaseUrl }, { connectionStore, keyStore }, { simulator, ...dialpad }, publish) => {
      const { open, oauth, apiKey, client } = dialpad;
      const access = createDialpadAccess({
        connectionStore,
        oauth: client === null ? null : oauth(client),
        open,
        staticKey: apiKey,
        now,
        random: Math.random,
        publish,
      });
      return simulator === null && databaseUrl === null
        ? { ...access, dialpadFor: leaveSimulatedOut(access.dialpadFor, keyStore) }
        : access;
    },
    [ids.config, ids.storage, ids.dialpad, ids.publish],
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
  container
    .bind(ids.reconciliation)
    .toResolvedValue(
      ({ reconciliationStore: store, eventStore }, { dialpadFor }, worker) =>
        createReconciliation({ store, eventStore, dialpadFor, now, onStored: worker.wake }),
      [ids.storage, ids.access, ids.worker],
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
          onFailed: (reason) => sayTrouble("Dialpad's call list could not be walked", { reason }),
          onRefreshFailed: (appId, reason) =>
            sayTrouble('The tokens of an app could not be renewed', { appId, reason }),
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
