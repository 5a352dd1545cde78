import { randomBytes } from 'node:crypto';

import { errAsync, okAsync } from 'neverthrow';

import { createMemoryDialpad } from '../../memory/dialpad.ts';
import { createMemoryStorage } from '../../memory/storage.ts';
import type { DialpadClient } from '../../ports/dialpad-client.ts';
import { createWebhookSetup } from '../../use-cases/set-up/create-webhook-setup.ts';
import type { WebhookSetup, WebhookSetupDeps } from '../../use-cases/set-up/webhook-setup.ts';
import { makeApp } from './make-app.ts';
import { SAMPLE_BASE_URL } from './registrations.ts';

/** Stands for all that a set-up asks of others, so that a test can come between. */
export interface SetUpPorts {
  readonly client: DialpadClient;
  readonly registry: WebhookSetupDeps['registry'];
  readonly keyStore: WebhookSetupDeps['keyStore'];
}

/** An app that is connected to a Dialpad in which others have a webhook and subscriptions. */
export async function openSetUpWorld() {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const storage = createMemoryStorage({ now });
  const { keyStore, webhookRegistry: registry } = storage;
  const dialpad = createMemoryDialpad({ now, tokenLifetimeS: null });
  const { accessToken } = dialpad.issueTokens();
  const client = dialpad.open({
    companyKey: 'company',
    tokens: {
      token: () => okAsync(accessToken),
      renewed: () => errAsync({ kind: 'dialpad-unauthorized' }),
    },
  });
  const { appId } = (await makeApp(keyStore)).app;

  const foreign = dialpad.addWebhook({ hookUrl: 'https://crm.example/dialpad', secret: null });
  const all = { enabled: true, target: null } as const;
  const call = { kind: 'call', callStates: ['hangup'] } as const;
  dialpad.addSubscription({ ...all, terms: call, webhookId: foreign.id });
  dialpad.addSubscription({ ...all, terms: { kind: 'agent_status' }, webhookId: foreign.id });
  const others = () => ({
    webhook: dialpad.webhooks().find(({ id }) => id === foreign.id),
    subscriptions: dialpad.subscriptions().filter(({ webhookId }) => webhookId === foreign.id),
  });

  /** Over other ports than the world's own, where they are given. */
  const setupOver = (given: Partial<SetUpPorts> = {}): WebhookSetup => {
    const ports = { client, registry, keyStore, ...given };
    return createWebhookSetup({
      registry: ports.registry,
      keyStore: ports.keyStore,
      dialpadFor: (id) =>
        id === appId ? okAsync(ports.client) : errAsync({ kind: 'dialpad-not-connected' }),
      randomBytes,
      now,
    });
  };
  const setup = setupOver();
  const ports: SetUpPorts = { client, registry, keyStore };
  return {
    clock,
    storage,
    dialpad,
    ports,
    appId,
    foreign,
    others,
    setup,
    setupOver,
    request: { appId, baseUrl: SAMPLE_BASE_URL },
  };
}

export type SetUpWorld = Awaited<ReturnType<typeof openSetUpWorld>>;
