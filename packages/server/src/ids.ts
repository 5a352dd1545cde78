import type {
  Broadcaster,
  CreateApp,
  CreateHook,
  CredentialsWatch,
  EventStore,
  KeyStore,
  Peppers,
  RecordReader,
} from '@dialpad-cti/core';
import type { HttpDeps } from '@dialpad-cti/http';
import type { ServiceIdentifier } from 'inversify';

import type { Config } from './config/config.ts';
import type { Log } from './logs/log.ts';
import type { CtiServer, ServerDeps } from './serving/create-server.ts';
import type { Database } from './storage/database.ts';
import type { Storage } from './storage/storage.ts';
import type { Worker } from './worker/create-worker.ts';

/** What the container can be asked for. */
export const ids = {
  config: id<Config>('config'),
  log: id<Log>('log'),
  database: id<Database>('database'),
  storage: id<Storage>('storage'),
  eventStore: id<EventStore>('event-store'),
  recordReader: id<RecordReader>('record-reader'),
  keyStore: id<KeyStore>('key-store'),
  broadcaster: id<Broadcaster>('broadcaster'),
  peppers: id<Peppers>('peppers'),
  watch: id<CredentialsWatch>('credentials-watch'),
  createApp: id<CreateApp>('create-app'),
  createHook: id<CreateHook>('create-hook'),
  receiveEvent: id<HttpDeps['receiveEvent']>('receive-event'),
  authenticateAppKey: id<HttpDeps['authenticateAppKey']>('authenticate-app-key'),
  worker: id<Worker>('worker'),
  http: id<ServerDeps['http']>('http'),
  server: id<CtiServer>('server'),
};

function id<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol(name);
}
