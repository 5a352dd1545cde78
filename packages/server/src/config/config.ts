import type { HttpServerOptions, RequestLimits } from '@dialpad-cti/http';

import type { SecretList } from './secret-list.ts';
import type { Role, Settings } from './settings.ts';

/** How Dialpad is reached, and as whom. */
export interface DialpadConfig {
  readonly environment: 'production' | 'sandbox';
  readonly baseUrl: string;
  /** Null: every app needs a connection of its own. */
  readonly apiKey: string | null;
  /** Null: there is no OAuth client of ours. */
  readonly client: { readonly clientId: string; readonly clientSecret: string } | null;
  /** Null: our callback under the public URL. */
  readonly redirectUri: string | null;
  readonly scopes: readonly string[];
  readonly requestsPerSecond: number;
}

export interface Secrets {
  readonly internalApiSecrets: SecretList;
  readonly dialpadWebhookSecret: string;
  readonly encryptionKeys: SecretList;
  readonly keyPeppers: SecretList;
}

/** What the server is told from outside, parsed once. */
export interface Config {
  readonly mode: Settings['NODE_ENV'];
  readonly host: string;
  readonly port: number;
  /** Null: `http://localhost:<port>`. */
  readonly publicUrl: string | null;
  /** Null: the embedded one. */
  readonly databaseUrl: string | null;
  /** For private networks: the URL may switch verified TLS off. */
  readonly allowsUnverifiedDatabase: boolean;
  readonly dataDir: string;
  readonly defaultAppId: string | null;
  readonly dialpad: DialpadConfig;
  /** Null: there is to be none. It runs only where nothing real is. */
  readonly simulator: { readonly callsPerMinute: number } | null;
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly batchLimit: number;
  readonly pollIntervalMs: number;
  readonly webhookTimeoutMs: number;
  readonly apiTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly retry: { readonly firstRetryMs: number; readonly longestRetryMs: number };
  readonly limits: RequestLimits;
  readonly limitsStore: 'memory' | 'postgres';
  readonly trustedProxyHops: number;
  readonly corsOrigins: readonly string[];
  /** Null: no port of its own for operations. */
  readonly opsPort: number | null;
  readonly opsHost: string;
  readonly sockets: HttpServerOptions;
  /** Tell browsers to come by https only. */
  readonly strictTransport: boolean;
  readonly secrets: Secrets;
  /** Where the operator's secret is kept; null when it was given. */
  readonly keptSecretPath: string | null;
  /** What is probably meant otherwise, one sentence each. */
  readonly warnings: readonly string[];
}
