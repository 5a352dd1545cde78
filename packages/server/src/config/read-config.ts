import type { Config, Secrets } from './config.ts';
import { dialpadFaults, dialpadOf, dialpadRemarks, simulatorOf } from './dialpad-of.ts';
import { limitsOf } from './limits-of.ts';
import { nearMisses } from './near-misses.ts';
import { type Environment, productionFaults } from './production-faults.ts';
import { openSecretsFile, secretsPath } from './secrets-file.ts';
import { ROLES, Settings } from './settings.ts';
import { isStrict, socketsOf } from './sockets-of.ts';

/** Names the variable, and what it must be; never what it is. */
export class ConfigError extends Error {}

/**
 * The configuration, from the environment and, outside production, from the secrets
 * that the first start keeps under DATA_DIR. One error names every fault.
 */
export async function readConfig(given: Environment): Promise<Config> {
  const environment = withoutEmpty(given);
  const parsed = Settings.safeParse(environment);
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
    ...(parsed.success && isPortShared(parsed.data)
      ? ['OPS_PORT must be another one than PORT']
      : []),
    ...(parsed.success ? dialpadFaults(parsed.data) : []),
    ...(environment['NODE_ENV'] === 'production' ? productionFaults(environment) : []),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(messageOf(faults));

  const settings = parsed.data;
  const isProduction = settings.NODE_ENV === 'production';
  return {
    mode: settings.NODE_ENV,
    host: settings.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? null,
    databaseUrl: settings.DATABASE_URL ?? null,
    allowsUnverifiedDatabase: settings.DATABASE_ALLOW_UNVERIFIED ?? !isProduction,
    dataDir: settings.DATA_DIR,
    defaultAppId: settings.DIALPAD_DEFAULT_APP_ID ?? null,
    dialpad: dialpadOf(settings),
    simulator: simulatorOf(settings),
    roles: new Set(settings.ROLES),
    logLevel: settings.LOG_LEVEL,
    batchLimit: settings.BATCH_LIMIT,
    pollIntervalMs: settings.POLL_INTERVAL_MS,
    webhookTimeoutMs: settings.WEBHOOK_TIMEOUT_MS,
    apiTimeoutMs: settings.API_TIMEOUT_MS,
    retry: {
      firstRetryMs: settings.RETRY_FIRST_MS,
      longestRetryMs: Math.max(settings.RETRY_FIRST_MS, settings.RETRY_LONGEST_MS),
    },
    limits: limitsOf(settings),
    limitsStore:
      settings.RATE_LIMIT_STORE ?? (settings.ROLES.length < ROLES.length ? 'postgres' : 'memory'),
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
    corsOrigins: settings.CORS_ORIGINS ?? [],
    opsPort: settings.OPS_PORT ?? null,
    opsHost: settings.OPS_HOST,
    sockets: socketsOf(settings),
    strictTransport: isStrict(settings),
    drainDelayMs: settings.DRAIN_DELAY_MS ?? (isProduction ? 5000 : 0),
    secrets: await secretsOf(settings),
    keptSecretPath:
      settings.INTERNAL_API_SECRET === undefined ? secretsPath(settings.DATA_DIR) : null,
    warnings: [
      ...nearMisses(Object.keys(environment)),
      ...dialpadRemarks(settings),
      ...(isProduction && settings.PUBLIC_URL === undefined ? [NO_PUBLIC_URL] : []),
      ...(isProduction && isBehindUntoldProxy(settings, environment) ? [UNTOLD_PROXY] : []),
    ],
  };
}

const isPortShared = ({ PORT, OPS_PORT }: Settings): boolean => PORT !== 0 && PORT === OPS_PORT;

const NO_PUBLIC_URL = 'PUBLIC_URL is not set: the hook URLs that we show begin with localhost.';

/** We end no TLS ourselves: with an https address something does so in front. */
function isBehindUntoldProxy({ PUBLIC_URL }: Settings, environment: Environment): boolean {
  const isUntold = environment['TRUSTED_PROXY_HOPS'] === undefined;
  return isUntold && PUBLIC_URL?.startsWith('https:') === true;
}

const UNTOLD_PROXY =
  'TRUSTED_PROXY_HOPS is not set, while an https PUBLIC_URL says that a proxy stands in front: all clients count as one address.';

function withoutEmpty(given: Environment): Environment {
  return Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
}

function messageOf(faults: readonly string[]): string {
  return [
    'The configuration cannot be used:',
    ...faults.map((fault) => `  ${fault}`),
    'Set these in the environment or in a file called .env, and start again.',
  ].join('\n');
}

async function secretsOf(settings: Settings): Promise<Secrets> {
  const { INTERNAL_API_SECRET, DIALPAD_WEBHOOK_SECRET, ENCRYPTION_KEYS, KEY_PEPPER } = settings;
  const isComplete = INTERNAL_API_SECRET && DIALPAD_WEBHOOK_SECRET && ENCRYPTION_KEYS && KEY_PEPPER;
  // In production all four are there: the faults came before this.
  const kept = isComplete ? null : await openSecretsFile(settings.DATA_DIR);
  const next = settings.INTERNAL_API_SECRET_NEXT;
  return {
    internalApiSecrets: [
      INTERNAL_API_SECRET ?? kept?.internal_api_secret ?? '',
      ...(next === undefined ? [] : [next]),
    ],
    dialpadWebhookSecret: DIALPAD_WEBHOOK_SECRET ?? kept?.dialpad_webhook_secret ?? '',
    encryptionKeys: ENCRYPTION_KEYS ?? [kept?.encryption_key ?? ''],
    keyPeppers: KEY_PEPPER ?? [kept?.key_pepper ?? ''],
  };
}
