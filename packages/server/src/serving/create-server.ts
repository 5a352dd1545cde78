import type { CredentialsWatch } from '@dialpad-cti/core';
import { createHttpHandler, type HttpDeps } from '@dialpad-cti/http';

import type { Config } from '../config/config.ts';
import type { Database } from '../storage/database.ts';
import type { Storage } from '../storage/storage.ts';
import type { Worker } from '../worker/create-worker.ts';
import { createFirstApp, type FirstApp, type FirstAppDeps } from './create-first-app.ts';
import { createReadiness } from './create-readiness.ts';
import { every } from './every.ts';
import { limitRoles } from './limit-roles.ts';
import { openHttpServer, type RunningHttpServer } from './open-http-server.ts';

export interface ServerDeps {
  readonly config: Config;
  readonly http: Omit<HttpDeps, 'publicUrl' | 'readiness'> & FirstAppDeps;
  readonly database: Database;
  readonly storage: Pick<Storage, 'keyStore' | 'remarks' | 'onHint'>;
  readonly watch: CredentialsWatch;
  readonly worker: Worker;
}

export interface CtiServer {
  /** Once; rejects when the port cannot be had. */
  readonly start: () => Promise<Serving>;
  /** Not ready at once; resolves when everything that was asked has been answered. */
  readonly close: () => Promise<void>;
}

export interface Serving {
  readonly port: number;
  readonly publicUrl: string;
  readonly database: Database;
  /** Made by this start, to be shown once; only on the embedded database. */
  readonly firstApp: FirstApp | null;
}

const CREDENTIALS_POLL_MS = 2000;
const DRAIN_LIMIT_MS = 12_000;

/** The server as a whole: answers requests, and has the worker do its part of the work. */
export function createServer(deps: ServerDeps): CtiServer {
  const { config, database, storage, worker, watch } = deps;
  let isDraining = false;
  let running: RunningHttpServer | null = null;
  let stopPolling = (): void => {};

  const readiness = createReadiness({ ...storage, isDraining: () => isDraining });
  const publicUrlAt = (port: number): string => config.publicUrl ?? `http://localhost:${port}`;

  return {
    async start() {
      await watch.poll();
      running = await openHttpServer({
        host: config.host,
        port: config.port,
        drainDelayMs: config.drainDelayMs,
        drainLimitMs: DRAIN_LIMIT_MS,
        handlerAt: (port) =>
          limitRoles(
            createHttpHandler({ ...deps.http, readiness, publicUrl: publicUrlAt(port) }),
            config.roles,
          ),
        onDraining: () => {
          isDraining = true;
        },
      });
      stopPolling = every(CREDENTIALS_POLL_MS, watch.poll);
      storage.onHint((hint) => (hint === 'events' ? worker.wake() : void watch.poll()));
      if (config.roles.has('worker')) worker.start();
      const { port } = running;
      // Secrets are shown only where the database is our own.
      const firstApp = database.kind === 'embedded' ? await createFirstApp(deps.http) : null;
      return { port, publicUrl: publicUrlAt(port), database, firstApp };
    },

    async close() {
      await running?.close();
      stopPolling();
    },
  };
}
