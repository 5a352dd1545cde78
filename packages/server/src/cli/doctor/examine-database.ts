import { openPostgres } from '@dialpad-cti/postgres';

import type { Config } from '../../config/config.ts';
import { startupMessage } from '../../lifecycle/startup-message.ts';
import { databaseName } from '../../storage/database-name.ts';
import { databaseRemarks } from '../../storage/database-remarks.ts';
import { storageRefused } from '../../storage/storage-refused.ts';
import { type Found, fail, ok, warn } from './finding.ts';

/** By itself, where no server tells of it. Changes nothing. An embedded one runs with its server only. */
export async function examineDatabase(config: Config): Promise<readonly Found[]> {
  const { databaseUrl: url, allowsUnverifiedDatabase: allowUnverified, mode } = config;
  if (url === null) return [];
  try {
    const { encryptionKeys } = config.secrets;
    const postgres = await openPostgres({ url, allowUnverified, encryptionKeys });
    try {
      const facts = await postgres.facts();
      if (facts.isErr()) throw storageRefused(facts.error, url);
      const remarks = Object.entries(databaseRemarks(facts.value, mode)).filter(
        ([, text]) => text !== 'ok',
      );
      return [
        ok('database', `${databaseName(url)} answers`),
        ...remarks.map(([check, text]) => warn(check, text)),
      ];
    } finally {
      await postgres.close();
    }
  } catch (error) {
    return [fail('database', startupMessage(error), 'set DATABASE_URL, or start the database')];
  }
}
