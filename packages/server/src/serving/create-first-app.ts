import type { Act, CreateApp, CreateHook, KeyStore } from '@dialpad-cti/core';
import { okAsync } from 'neverthrow';

export interface FirstAppDeps {
  readonly keyStore: Pick<KeyStore, 'apps'>;
  readonly createApp: CreateApp;
  readonly createHook: CreateHook;
}

export interface FirstApp {
  readonly appName: string;
  readonly apiKey: string;
  readonly hookId: string;
  readonly hookSecret: string;
}

const NAME = 'First app';
const ACT: Act = { actor: 'server', address: null, requestId: null };

/** An app to begin with, where there is none yet; else null. */
export async function createFirstApp(deps: FirstAppDeps): Promise<FirstApp | null> {
  const made = await deps.keyStore.apps({ limit: 1 }).andThen(({ rows }) =>
    rows.length > 0
      ? okAsync(null)
      : deps.createApp(NAME, ACT).andThen(({ app, apiKey }) =>
          deps.createHook({ appId: app.appId }, ACT).map(({ hookId, secret }) => ({
            appName: app.name,
            apiKey,
            hookId,
            hookSecret: secret,
          })),
        ),
  );
  if (made.isOk()) return made.value;
  throw new Error('The first app could not be made.', { cause: causeOf(made.error) });
}

const causeOf = (error: { readonly kind: string }): unknown =>
  'cause' in error ? error.cause : error.kind;
