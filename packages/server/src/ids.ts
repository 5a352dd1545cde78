import type {
  Broadcaster,
  ConnectApp,
  CredentialsWatch,
  DialpadAccess,
  EventStore,
  FindHook,
  KeyStore,
  KeyUseLog,
  Peppers,
  Reconciliation,
  RecordReader,
  SlowHash,
  Update,
  WebhookSetup,
} from '@dialpad-cti/core';
import type { HttpDeps } from '@dialpad-cti/http';
import type { Simulator } from '@dialpad-cti/simulator';
import type { ServiceIdentifier } from 'inversify';

import type { Config } from './config/config.ts';
import type { DialpadJobs } from './dialpad/create-dialpad-jobs.ts';
import type { GapWatch } from './dialpad/create-gap-watch.ts';
import type { RunningDialpad } from './dialpad/open-dialpad.ts';
import type { SharedRateLimiter } from './limits/open-rate-limiter.ts';
import type { Log } from './logs/log.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { PublicUrl } from './serving/create-public-url.ts';
import type { CtiServer, ServerDeps } from './serving/create-server.ts';
import type { Database } from './storage/database.ts';
import type { Storage } from './storage/storage.ts';
import type { Worker } from './worker/create-worker.ts';

/** What operators set in motion. */
export type Operators = Pick<
  HttpDeps,
  'createApp' | 'createHook' | 'rotateApiKey' | 'rotateHookSecret' | 'releaseEvents'
>;

/** What routes need of Dialpad. */
export type DialpadRoutes = Pick<
  HttpDeps,
  'webhookSetup' | 'connectApp' | 'onBackfill' | 'checkDialpad' | 'sendTestEvent'
>;

/** What is told of requests, and by whom it can be read. */
export type Told = Pick<
  HttpDeps,
  'metrics' | 'onDelivery' | 'onRequest' | 'onSecurityEvent' | 'onFault'
>;

/** What the container can be asked for. */
export const ids = {
  config: id<Config>('config'),
  log: id<Log>('log'),
  metrics: id<Metrics>('metrics'),
  database: id<Database>('database'),
  storage: id<Storage>('storage'),
  eventStore: id<EventStore>('event-store'),
  recordReader: id<RecordReader>('record-reader'),
  keyStore: id<KeyStore>('key-store'),
  rateLimiter: id<SharedRateLimiter>('rate-limiter'),
  broadcaster: id<Broadcaster>('broadcaster'),
  peppers: id<Peppers>('peppers'),
  slowHash: id<SlowHash>('slow-hash'),
  watch: id<CredentialsWatch>('credentials-watch'),
  keyUses: id<KeyUseLog>('key-uses'),
  createApp: id<HttpDeps['createApp']>('create-app'),
  createHook: id<HttpDeps['createHook']>('create-hook'),
  rotateApiKey: id<HttpDeps['rotateApiKey']>('rotate-api-key'),
  rotateHookSecret: id<HttpDeps['rotateHookSecret']>('rotate-hook-secret'),
  findHook: id<FindHook>('find-hook'),
  receiveEvent: id<HttpDeps['receiveEvent']>('receive-event'),
  releaseEvents: id<HttpDeps['releaseEvents']>('release-events'),
  authenticateAppKey: id<HttpDeps['authenticateAppKey']>('authenticate-app-key'),
  operators: id<Operators>('operators'),
  told: id<Told>('told'),
  publicUrl: id<PublicUrl>('public-url'),
  gaps: id<GapWatch>('gaps'),
  simulator: id<Simulator | null>('simulator'),
  dialpad: id<RunningDialpad>('dialpad'),
  access: id<DialpadAccess>('dialpad-access'),
  publish: id<(updates: readonly Update[]) => void>('publish'),
  webhookSetup: id<WebhookSetup>('webhook-setup'),
  connectApp: id<ConnectApp>('connect-app'),
  reconciliation: id<Reconciliation>('reconciliation'),
  dialpadJobs: id<DialpadJobs>('dialpad-jobs'),
  dialpadRoutes: id<DialpadRoutes>('dialpad-routes'),
  worker: id<Worker>('worker'),
  http: id<ServerDeps['http']>('http'),
  server: id<CtiServer>('server'),
};

function id<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol(name);
}
