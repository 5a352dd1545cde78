import type { CredentialsWatch, KeyUseLog } from '@dialpad-cti/core';
import { createHttpHandler, type HttpDeps, opsRoutes } from '@dialpad-cti/http';
import type { Simulator } from '@dialpad-cti/simulator';

import type { Config } from '../config/config.ts';
import type { DialpadJobs } from '../dialpad/create-dialpad-jobs.ts';
import { type Simulated, startSimulated } from '../simulated/start-simulated.ts';
import type { Database } from '../storage/database.ts';
import type { Storage } from '../storage/storage.ts';
import type { Worker } from '../worker/create-worker.ts';
import { createFirstApp, type FirstApp, type FirstAppDeps } from './create-first-app.ts';
import type { PublicUrl } from './create-public-url.ts';
import { createReadiness } from './create-readiness.ts';
import { every } from './every.ts';
import { limitRoles } from './limit-roles.ts';
import {
  type OpenHttpOptions,
  openHttpServer,
  type RunningHttpServer,
} from './open-http-server.ts';

export interface ServerDeps {
  readonly config: Config;
  readonly http: Omit<HttpDeps, 'publicUrl' | 'readiness'> & FirstAppDeps;
  readonly database: Database;
  readonly storage: Pick<Storage, 'keyStore' | 'webhookRegistry' | 'remarks' | 'onHint'>;
  readonly watch: CredentialsWatch;
  readonly worker: Worker;
  readonly keyUses: KeyUseLog;
  readonly publicUrl: PublicUrl;
  readonly simulator: Simulator | null;
  readonly jobs: DialpadJobs;
}

export interface CtiServer {
  /** Once; rejects when the port cannot be had. */
  readonly start: () => Promise<Serving>;
  /** Not ready at once; resolves when everything that was asked has been answered. */
  readonly close: () => Promise<void>;
}

export interface Serving {
  readonly port: number;
  /** Of `/metrics`; null when it has none of its own. */
  readonly opsPort: number | null;
  readonly publicUrl: string;
  readonly database: Database;
  /** Made by this start, to be shown once; only on the embedded database. */
  readonly firstApp: FirstApp | null;
  /** The stand-in Dialpad, and the app that its calls come in for; null when there is none. */
  readonly simulated: Simulated | null;
}

const CREDENTIALS_POLL_MS = 2000;
const KEY_USES_MS = 10_000;
const DRAIN_LIMIT_MS = 12_000;

/** The server as a whole: answers requests, and has the worker do its part of the work. */
export function createServer(deps: ServerDeps): CtiServer {
  const { config, database, storage, worker, watch } = deps;
  let isDraining = false;
  const running: RunningHttpServer[] = [];
  const stopPolling: (() => void)[] = [];

  const readiness = createReadiness({ ...storage, isDraining: () => isDraining });

  async function open(
    { host, port }: Pick<OpenHttpOptions, 'host' | 'port'>,
    handlerAt: OpenHttpOptions['handlerAt'],
  ): Promise<RunningHttpServer> {
    const opened = await openHttpServer({
      host,
      port,
      sockets: config.sockets,
      drainDelayMs: config.drainDelayMs,
      drainLimitMs: DRAIN_LIMIT_MS,
      handlerAt,
      onDraining: () => {
        isDraining = true;
      },
    });
    running.push(opened);
    return opened;
  }

  return {
    async start() {
      await watch.poll();
      const { port } = await open(config, (at) => {
        deps.publicUrl.settle(at);
        const publicUrl = deps.publicUrl.current();
        return limitRoles(createHttpHandler({ ...deps.http, readiness, publicUrl }), config.roles);
      });
      const publicUrl = deps.publicUrl.current();
      const ops =
        config.opsPort === null
          ? null
          : await open({ host: config.opsHost, port: config.opsPort }, () =>
              createHttpHandler({ ...deps.http, readiness, publicUrl }, { routes: opsRoutes }),
            );
      stopPolling.push(
        every(CREDENTIALS_POLL_MS, watch.poll),
        every(KEY_USES_MS, deps.keyUses.flush),
      );
      storage.onHint((hint) => (hint === 'events' ? worker.wake() : void watch.poll()));
      const isOurs = database.kind === 'embedded';
      // Before the jobs: a real Dialpad must not be asked about what an earlier stand-in had.
      const simulated = isOurs ? await startSimulated(deps, port) : null;
      if (config.roles.has('worker')) {
        worker.start();
        deps.jobs.start();
      }
      const opened = { port, opsPort: ops?.port ?? null, publicUrl, database };
      if (!isOurs) return { ...opened, firstApp: null, simulated };
      // Secrets are shown only where the database is our own.
      const firstApp = simulated === null ? await createFirstApp(deps.http) : null;
      return { ...opened, firstApp, simulated };
    },

    async close() {
      await Promise.all(running.map(({ close }) => close()));
      for (const stop of stopPolling) stop();
      await deps.keyUses.flush();
    },
  };
}
