import { Client } from 'pg';

import { connectionSettings } from '../connection/connection-settings.ts';
import { migrate } from './migrate.ts';

const TEMPLATE = 'dialpad_cti_template';

/** Makes the migrated database from which `openFreshDatabase` copies; an older one is replaced. */
export async function prepareTemplate(clusterUrl: string): Promise<void> {
  const client = new Client(connectionSettings(clusterUrl));
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  const url = new URL(clusterUrl);
  url.pathname = `/${TEMPLATE}`;
  await migrate({ url: url.href });
}
