import type { StoreError } from '@dialpad-cti/core';
import type { OtherKeys } from '@dialpad-cti/postgres';

import { StartError } from '../lifecycle/start-error.ts';
import { databaseName } from './database-name.ts';

/** Why the database cannot be used, with the address that was tried and without its password. */
export function storageRefused(error: OtherKeys | StoreError, databaseUrl: string): StartError {
  if (error.kind === 'other-keys') {
    const name = error.purpose === 'pepper' ? 'KEY_PEPPER' : 'ENCRYPTION_KEYS';
    return new StartError(
      `${name} holds other keys than this database was used with: what they made could not be ` +
        `read. Bring back the keys with the ids ${error.missing.join(', ')}; a new one goes before them.`,
    );
  }
  const { cause } = error;
  return new StartError(`${databaseName(databaseUrl)} cannot be used: ${reasonOf(cause)}.`, {
    cause,
  });
}

/** Of a connection refused on several addresses, the error itself says nothing but its code. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it gave no answer';
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  // Some libraries put a stack into the message.
  const [reason = ''] = inner.message.split('\n', 1);
  if (code === '42501' || reason.includes('permission denied')) {
    return `${reason} (its role must own the database)`;
  }
  return reason.replace(/\.$/, '') || code || 'it gave no answer';
}
