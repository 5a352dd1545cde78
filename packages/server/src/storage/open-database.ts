import { openEmbeddedPostgres } from '@dialpad-cti/postgres/embedded';

import type { Config } from '../config/config.ts';
import type { Database } from './database.ts';

export interface OpenDatabaseOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  readonly onProgress: (text: string) => void;
}

/** The database that we were given, else our own, started here. */
export async function openDatabase({ config, onProgress }: OpenDatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl !== null) return { kind: 'given', url: databaseUrl, stop: async () => {} };
  const embedded = await openEmbeddedPostgres({ dataDir, onProgress });
  return {
    kind: 'embedded',
    url: embedded.url,
    dataDir: embedded.dataDir,
    isRelocated: embedded.relocated,
    stop: embedded.stop,
  };
}
