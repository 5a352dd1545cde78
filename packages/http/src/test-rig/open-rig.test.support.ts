import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import {
  createAuthenticateAppKey,
  createCreateApp,
  createCreateHook,
  createCredentialsWatch,
  createHookDirectory,
  createPepper,
  createProcessBatch,
  createReceiveEvent,
} from '@dialpad-cti/core';
import {
  createMemoryBroadcaster,
  createMemorySlowHash,
  createMemoryStorage,
} from '@dialpad-cti/core/memory';

import { Pagination } from '../answer/list-of.ts';
import { createHttpHandler } from '../create-http-handler.ts';
import { createHttpServer, type HttpServerOptions } from '../create-http-server.ts';
import type { HttpDeps } from '../http-deps.ts';
import type { RequestLog } from '../request-log.ts';

export const OPERATOR_SECRET = 'an-operator-secret-of-32-letters';
export const NEXT_OPERATOR_SECRET = 'the-operator-secret-that-follows';
export const PLAIN_SECRET = 'the-secret-of-the-plain-path-ok!';

export interface Tenant {
  readonly appId: string;
  readonly apiKey: string;
  readonly hookPath: string;
  readonly secret: string;
}

export type Rig = Awaited<ReturnType<typeof openRig>>;

/** A real server on loopback over core's memory adapters. */
export async function openRig(
  overrides: (deps: HttpDeps) => Partial<HttpDeps> = () => ({}),
  options: HttpServerOptions = {},
) {
  const logs: RequestLog[] = [];
  const faults: unknown[] = [];
  const storage = createMemoryStorage();
  const own = await depsOver(storage, { logs, faults });
  const deps = { ...own, ...overrides(own) };
  const server = createHttpServer(createHttpHandler(deps), options);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const processBatch = createProcessBatch({
    eventStore: storage.eventStore,
    broadcaster: createMemoryBroadcaster(),
    limit: 500,
    onMissedBroadcast: () => {},
  });

  const send = (path: string, init: RequestInit = {}) => fetch(url + path, init);
  const operator = (path: string, body?: unknown) =>
    send(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${OPERATOR_SECRET}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    port,
    server,
    storage,
    logs,
    faults,
    send,
    operator,

    api: (tenant: Tenant, path: string) =>
      send(path, { headers: { 'x-app-api-key': tenant.apiKey } }),

    async createTenant(name: string): Promise<Tenant> {
      const app = await jsonOf(await operator('/internal/apps', { name }));
      const hook = await jsonOf(
        await operator(`/internal/webhooks/create?app_id=${String(app['app_id'])}`, {
          register: false,
        }),
      );
      return {
        appId: String(app['app_id']),
        apiKey: String(app['api_key']),
        hookPath: `/webhooks/dialpad/${String(hook['hook_id'])}`,
        secret: String(hook['webhook_secret']),
      };
    },

    deliver: (tenant: Tenant, payload: unknown) =>
      send(tenant.hookPath, { method: 'POST', body: sign(payload, tenant.secret) }),

    async processAll(): Promise<void> {
      while ((await processBatch())._unsafeUnwrap().processed > 0);
    },

    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function depsOver(
  { eventStore, recordReader, keyStore }: ReturnType<typeof createMemoryStorage>,
  seen: { readonly logs: RequestLog[]; readonly faults: unknown[] },
): Promise<HttpDeps> {
  const now = Date.now;
  const watch = createCredentialsWatch({ keyStore, now });
  await watch.poll();
  const slowHash = createMemorySlowHash();
  const peppers = [createPepper('a-pepper-for-tests-only-32-bytes')] as const;
  let requests = 0;
  return {
    receiveEvent: createReceiveEvent({
      findHook: createHookDirectory({
        keyStore,
        watch,
        now,
        defaultHook: { secrets: [PLAIN_SECRET], appId: null },
      }),
      eventStore,
      now,
      onStored: () => {},
      onRefused: () => {},
      onSetAsideFailed: () => {},
    }),
    authenticateAppKey: createAuthenticateAppKey({
      keyStore,
      watch,
      peppers,
      slowHash,
      now,
      onHashMismatch: () => {},
    }),
    createApp: createCreateApp({
      keyStore,
      slowHash,
      peppers,
      randomBytes,
      newId: () => crypto.randomUUID(),
    }),
    createHook: createCreateHook({ keyStore, randomBytes }),
    eventStore,
    recordReader,
    keyStore,
    operatorSecrets: [OPERATOR_SECRET, NEXT_OPERATOR_SECRET],
    cursorKey: Buffer.alloc(32, 7),
    publicUrl: 'http://localhost:4000/',
    webhookDeadlineMs: 4_000,
    readiness: async () => ({ ready: true, checks: { database: 'ok' } }),
    newRequestId: () => `request-${++requests}`,
    onRequest: (log) => void seen.logs.push(log),
    onFault: (error) => void seen.faults.push(error),
  };
}

/** As Dialpad signs: the whole body is the token. */
export function sign(payload: unknown, secret: string): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const head = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
  const signed = `${head}.${Buffer.from(text).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** An answer of which the test itself says what is in it. */
export type Json = Readonly<Record<string, unknown>>;

export async function jsonOf(response: Response): Promise<Json> {
  return (await response.json()) as Json;
}

export const paginationOf = (answer: Json): Pagination => Pagination.parse(answer['pagination']);
