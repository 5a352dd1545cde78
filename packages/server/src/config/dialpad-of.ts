import type { Config, DialpadConfig } from './config.ts';
import { isLoopback } from './is-loopback.ts';
import { SANDBOX_URL, type Settings } from './settings.ts';

export function dialpadOf(settings: Settings): DialpadConfig {
  const isProduction = environmentOf(settings) === 'production';
  const clientId = isProduction
    ? settings.DIALPAD_PROD_CLIENT_ID
    : settings.DIALPAD_SANDBOX_CLIENT_ID;
  const clientSecret = isProduction
    ? settings.DIALPAD_PROD_CLIENT_SECRET
    : settings.DIALPAD_SANDBOX_CLIENT_SECRET;
  const redirectUri = isProduction
    ? settings.DIALPAD_PROD_REDIRECT_URI
    : settings.DIALPAD_SANDBOX_REDIRECT_URI;
  return {
    environment: environmentOf(settings),
    baseUrl: isProduction ? settings.DIALPAD_PROD_BASE_URL : settings.DIALPAD_SANDBOX_BASE_URL,
    apiKey: settings.DIALPAD_API_KEY ?? null,
    client: clientId && clientSecret ? { clientId, clientSecret } : null,
    redirectUri: redirectUri === undefined ? null : withCallback(redirectUri),
    scopes: settings.DIALPAD_SCOPES,
    requestsPerSecond: settings.DIALPAD_REQUESTS_PER_SECOND,
  };
}

/** It takes the place of Dialpad only where there is nothing real: no credentials, no database of one's own. */
export function simulatorOf(settings: Settings): Config['simulator'] {
  const credentials = [
    settings.DIALPAD_API_KEY,
    settings.DIALPAD_PROD_CLIENT_ID,
    settings.DIALPAD_SANDBOX_CLIENT_ID,
  ];
  const isReal = [...credentials, settings.DATABASE_URL].some((given) => given !== undefined);
  const isMeant = settings.SIMULATOR === 'on' && settings.NODE_ENV !== 'production';
  return isMeant && !isReal ? { callsPerMinute: settings.SIMULATOR_CALLS_PER_MINUTE } : null;
}

/** Half an OAuth client is a mistake, and so is a token that goes out in clear. */
export function dialpadFaults(settings: Settings): readonly string[] {
  return (['PROD', 'SANDBOX'] as const).flatMap((kind) => {
    const url = new URL(settings[`DIALPAD_${kind}_BASE_URL`]);
    return [
      ...(url.protocol === 'https:' || isLoopback(url)
        ? []
        : [`DIALPAD_${kind}_BASE_URL must begin with https://`]),
      ...halfClient(settings, kind),
    ];
  });
}

/** Credentials that go to another Dialpad than is probably meant, or to none. */
export function dialpadRemarks(settings: Settings): readonly string[] {
  const isProduction = environmentOf(settings) === 'production';
  const [used, other] = isProduction
    ? (['PROD', 'SANDBOX'] as const)
    : (['SANDBOX', 'PROD'] as const);
  const isUsedGiven = settings[`DIALPAD_${used}_CLIENT_ID`] !== undefined;
  const isOtherGiven = settings[`DIALPAD_${other}_CLIENT_ID`] !== undefined;
  const isSandboxByDefault =
    settings.DIALPAD_API_KEY !== undefined &&
    settings.DIALPAD_ENVIRONMENT === undefined &&
    settings.DIALPAD_SANDBOX_BASE_URL === SANDBOX_URL;
  return [
    ...(isOtherGiven && !isUsedGiven
      ? [
          `DIALPAD_${other}_CLIENT_ID is not used: DIALPAD_ENVIRONMENT is ${environmentOf(settings)}.`,
        ]
      : []),
    ...(isSandboxByDefault && !isProduction ? [SANDBOX_BY_DEFAULT] : []),
  ];
}

const SANDBOX_BY_DEFAULT =
  "DIALPAD_ENVIRONMENT is not set: DIALPAD_API_KEY is used at Dialpad's sandbox. Set it to production for a key of https://dialpad.com.";

function halfClient(settings: Settings, kind: 'PROD' | 'SANDBOX'): readonly string[] {
  const id = settings[`DIALPAD_${kind}_CLIENT_ID`];
  const secret = settings[`DIALPAD_${kind}_CLIENT_SECRET`];
  if ((id === undefined) === (secret === undefined)) return [];
  const lacking = id === undefined ? 'ID' : 'SECRET';
  return [`DIALPAD_${kind}_CLIENT_${lacking} is missing beside its other half`];
}

export const CALLBACK_PATH = '/auth/dialpad/callback';

/** A bare domain is meant to be ours: then our path follows. */
function withCallback(redirectUri: string): string {
  return new URL(redirectUri).pathname === '/' ? `${redirectUri}${CALLBACK_PATH}` : redirectUri;
}

function environmentOf(settings: Settings): DialpadConfig['environment'] {
  return (
    settings.DIALPAD_ENVIRONMENT ?? (settings.NODE_ENV === 'production' ? 'production' : 'sandbox')
  );
}
