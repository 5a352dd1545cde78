import type { SecretList } from './secret-list.ts';
import type { Role, Settings } from './settings.ts';

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
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly batchLimit: number;
  readonly pollIntervalMs: number;
  readonly webhookTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly secrets: Secrets;
  /** Where the operator's secret is kept; null when it was given. */
  readonly keptSecretPath: string | null;
  /** What is probably meant otherwise, one sentence each. */
  readonly warnings: readonly string[];
}
