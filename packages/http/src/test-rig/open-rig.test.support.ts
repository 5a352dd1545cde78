import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { createProcessBatch } from '@dialpad-cti/core';
import {
  createMemoryBroadcaster,
  createMemoryDialpad,
  createMemoryStorage,
} from '@dialpad-cti/core/memory';

import { Pagination } from '../answer/list-of.ts';
import { createHttpHandler, type HttpHandlerOptions } from '../create-http-handler.ts';
import { createHttpServer, type HttpServerOptions } from '../create-http-server.ts';
import type { HttpDeps } from '../http-deps.ts';
import { OPERATOR_SECRET, rigDeps, type Seen } from './rig-deps.test.support.ts';

export {
  NEXT_OPERATOR_SECRET,
  OPERATOR_SECRET,
  PLAIN_SECRET,
} from './rig-deps.test.support.ts';

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
  { routes, ...options }: HttpServerOptions & HttpHandlerOptions = {},
) {
  const seen: Seen = { logs: [], faults: [], securityEvents: [], deliveries: [] };
  const storage = createMemoryStorage();
  const dialpad = createMemoryDialpad();
  const own = await rigDeps(storage, seen, dialpad);
  const deps = { ...own, ...overrides(own) };
  const server = createHttpServer(
    createHttpHandler(deps, routes === undefined ? {} : { routes }),
    options,
  );
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
  /** A GET without a body, else a POST. */
  const operator = (
    path: string,
    body?: unknown,
    init: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) =>
    send(path, {
      method: init.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${OPERATOR_SECRET}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    port,
    server,
    storage,
    dialpad,
    ...seen,
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
