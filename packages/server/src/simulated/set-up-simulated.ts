import type { Act, CreateApp, KeyStore, WebhookRegistry, WebhookSetup } from '@dialpad-cti/core';
import { okAsync, type ResultAsync } from 'neverthrow';

/** Nobody can take it for a real one. */
export const SIMULATED_APP_NAME = 'Simulated company (made-up calls)';

const ACT: Act = { actor: 'server', address: null, requestId: null };

export interface SimulatedDeps {
  readonly keyStore: Pick<KeyStore, 'apps' | 'deleteHook'>;
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  readonly createApp: CreateApp;
  readonly webhookSetup: Pick<WebhookSetup, 'setUp'>;
}

export interface SimulatedApp {
  readonly appName: string;
  readonly appId: string;
  /** Shown once: null when the app was there before. */
  readonly apiKey: string | null;
}

type Fault = { readonly kind: string };

/** The real set-up, against the stand-in: an app, its webhook and its subscriptions. */
export async function setUpSimulated(deps: SimulatedDeps, baseUrl: string): Promise<SimulatedApp> {
  const made = await findOrCreate(deps).andThen((app) =>
    // The stand-in of an earlier start took its webhooks with it.
    removeHooks(deps, app.appId).andThen(() =>
      deps.webhookSetup.setUp({ appId: app.appId, baseUrl }, ACT).map(() => app),
    ),
  );
  if (made.isOk()) return made.value;
  throw new Error(`The simulated company could not be set up: ${made.error.kind}.`, {
    cause: made.error,
  });
}

/** Without a stand-in nothing is delivered to the app, and Dialpad must not be asked about it. */
export async function forgetSimulated(
  deps: Pick<SimulatedDeps, 'keyStore' | 'registry'>,
): Promise<void> {
  const appId = await findApp(deps).unwrapOr(null);
  if (appId !== null) await removeHooks(deps, appId);
}

function findOrCreate(deps: SimulatedDeps): ResultAsync<SimulatedApp, Fault> {
  const appName = SIMULATED_APP_NAME;
  return findApp(deps).andThen((appId) =>
    appId === null
      ? deps
          .createApp(appName, ACT)
          .map(({ app, apiKey }): SimulatedApp => ({ appName, appId: app.appId, apiKey }))
      : okAsync<SimulatedApp, Fault>({ appName, appId, apiKey: null }),
  );
}

const MANY = 200;

function findApp({ keyStore }: Pick<SimulatedDeps, 'keyStore'>): ResultAsync<string | null, Fault> {
  return keyStore
    .apps({ limit: MANY })
    .map(({ rows }) => rows.find(({ name }) => name === SIMULATED_APP_NAME)?.appId ?? null);
}

function removeHooks(
  { keyStore, registry }: Pick<SimulatedDeps, 'keyStore' | 'registry'>,
  appId: string,
): ResultAsync<void, Fault> {
  return registry
    .registrations({ appId })
    .andThen((registrations) =>
      registrations.reduce<ResultAsync<unknown, Fault>>(
        (before, { hookId }) => before.andThen(() => keyStore.deleteHook(hookId, ACT)),
        okAsync(null),
      ),
    )
    .map(() => undefined);
}
