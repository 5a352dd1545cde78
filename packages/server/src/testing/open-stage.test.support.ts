import { type FreshDatabase, openFreshDatabase } from '@dialpad-cti/postgres/embedded';

import { startServer, type TestServer } from './start-server.test.support.ts';
import { makeTestFolder } from './test-folder.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

export interface Stage {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly query: FreshDatabase['query'];
  /** On the stage's database, with secrets that all its servers share. */
  readonly start: (options?: StageServerOptions) => Promise<TestServer>;
  /** Stops the servers, and removes what they have left. */
  readonly close: () => Promise<void>;
}

interface StageServerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isFaulty?: boolean;
}

/** A database and a folder of a test file's own. */
export async function openStage(): Promise<Stage> {
  const database = await openFreshDatabase();
  const folder = await makeTestFolder();
  const servers: TestServer[] = [];
  return {
    databaseUrl: database.url,
    folder: folder.path,
    query: database.query,
    async start({ environment = {}, isFaulty = false } = {}) {
      const server = await startServer({
        folder: folder.path,
        isFaulty,
        environment: { DATABASE_URL: database.url, ...testSecrets, ...environment },
      });
      servers.push(server);
      return server;
    },
    async close() {
      await Promise.all(servers.filter(({ isRunning }) => isRunning()).map(({ stop }) => stop()));
      await database.drop();
      await folder.remove();
    },
  };
}
