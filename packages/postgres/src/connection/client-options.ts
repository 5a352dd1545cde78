import type { ClientConfig } from 'pg';

import type { ConnectionSettings } from './connection-settings.ts';
import { rowTypes } from './row-types.ts';
import {
  CONNECT_TIMEOUT_MS,
  IDLE_IN_TRANSACTION_MS,
  KEEP_ALIVE_MS,
  LOCK_TIMEOUT_MS,
} from './time-limits.ts';

/** What every client of ours has in common. */
export function clientOptions(settings: ConnectionSettings, statementMs: number): ClientConfig {
  return {
    ...settings,
    types: rowTypes,
    application_name: 'dialpad-cti',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  };
}
