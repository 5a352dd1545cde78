export type { ConnectionPolicy } from './connection/connection-settings.ts';
export type { PoolName, PostgresObserver } from './connection/postgres-observer.ts';
export type { FingerprintedKey, OtherKeys } from './keys/check-keys.ts';
export {
  type OpenRateLimiter,
  openPostgresRateLimiter,
  type RateLimiterOptions,
} from './limits/open-rate-limiter.ts';
export { type Listener, type ListenerOptions, openListener } from './open-listener.ts';
export { openPostgres, type Postgres, type PostgresOptions } from './open-postgres.ts';
export { type MigrateOptions, migrate } from './schema/migrate.ts';
export { prepareTemplate } from './schema/prepare-template.ts';
export type { DatabaseFacts } from './schema/read-facts.ts';
export type { WorkerOptions } from './worker/worker-options.ts';
