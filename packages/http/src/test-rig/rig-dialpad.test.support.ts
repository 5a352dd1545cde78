import { randomBytes } from 'node:crypto';

import { createConnectApp, createDialpadAccess, createWebhookSetup } from '@dialpad-cti/core';
import type { MemoryDialpad, MemoryStorage } from '@dialpad-cti/core/memory';
import { okAsync } from 'neverthrow';

import type { HttpDeps } from '../http-deps.ts';

const REDIRECT_URI = 'http://localhost:4000/auth/dialpad/callback';

/** What the routes that ask Dialpad need, over a Dialpad in memory. */
export function rigDialpad(storage: MemoryStorage, dialpad: MemoryDialpad) {
  const { connectionStore, keyStore, webhookRegistry, reconciliationStore } = storage;
  const { open, oauth } = dialpad;
  const now = Date.now;
  const publish = () => {};
  const staticKey = dialpad.issueTokens().accessToken;
  const access = { connectionStore, oauth, open, staticKey, now, random: Math.random, publish };
  const { dialpadFor, tokensOf } = createDialpadAccess(access);
  const registry = webhookRegistry;
  const webhookSetup = createWebhookSetup({ registry, keyStore, dialpadFor, randomBytes, now });
  return {
    webhookSetup,
    webhookRegistry,
    connectionStore,
    reconciliationStore,
    connectApp: createConnectApp({
      connectionStore,
      keyStore,
      oauth,
      open,
      tokensOf,
      webhookSetup,
      registry,
      redirectUri: () => REDIRECT_URI,
      scopes: ['offline_access', 'calls:list'],
      randomBytes,
      now,
      publish,
    }),
    onBackfill: () => {},
    checkDialpad: (appId) =>
      dialpadFor(appId)
        .andThen((client) => client.me())
        .map(({ user, at }) => ({
          access: 'api-key' as const,
          user,
          clockSkewMs: at === null ? null : at - now(),
          scopes: { 'calls:list': true, webhooks: null },
        })),
    // What a server does that the world reaches: here nobody but the test does.
    sendTestEvent: (hookId) =>
      okAsync({
        url: `http://localhost:4000/webhooks/dialpad/${hookId}`,
        status: null,
        isOurs: false,
        error: 'ECONNREFUSED',
      }),
  } satisfies Partial<HttpDeps>;
}
