import type { Tenant } from '../testing/api-client.test.support.ts';
import { percentEncode } from './percent-encode.test.support.ts';
import type { ContractOperation } from './read-contract.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

/** What is different from a request that is right in every place. */
export interface Deviation {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** In the place of all fields. */
  readonly body?: string;
}

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface WrittenRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface ContractAsker {
  readonly ask: (operation: ContractOperation, deviation?: Deviation) => Promise<Seen>;
  /** What `ask` sends. */
  readonly write: (operation: ContractOperation, deviation?: Deviation) => WrittenRequest;
}

export interface AskerOptions {
  readonly url: string;
  /** Whose records are read. */
  readonly reader: Tenant;
  /** What operators' requests do things to. */
  readonly victim: Tenant;
}

/** Asks for any operation of the contract with all that it needs, but for a deviation. */
export function contractAsker(options: AskerOptions): ContractAsker {
  const write = (operation: ContractOperation, deviation: Deviation = {}): WrittenRequest => ({
    method: operation.method,
    target: pathOf(operation, deviation, options) + queryOf(operation, deviation, options),
    headers: { ...headersOf(operation, options), ...deviation.headers },
    body: deviation.body ?? bodyOf(operation, deviation),
  });
  return {
    write,
    async ask(operation, deviation) {
      const { target, ...init } = write(operation, deviation);
      const answer = await fetch(options.url + target, { redirect: 'manual', ...init });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

const NO_APP = '00000000-0000-7000-8000-000000000000';
const NO_HOOK = 'x'.repeat(22);

function pathOf({ path, method }: ContractOperation, deviation: Deviation, to: AskerOptions) {
  const values: Readonly<Record<string, string>> = {
    app_id: to.victim.appId,
    // Its hook goes on to be there.
    hook_id: method === 'DELETE' ? NO_HOOK : to.victim.hookId,
    file: 'start.js',
    id: NO_APP,
    ...deviation.path,
  };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => percentEncode(values[name] ?? ''));
}

function queryOf(operation: ContractOperation, deviation: Deviation, { victim }: AskerOptions) {
  const values: Readonly<Record<string, string>> = {
    app_id: victim.appId,
    hook_id: victim.hookId,
    link: 'unknown',
  };
  const isBegun =
    operation.operationId === 'connectDialpad' && deviation.query?.['link'] === undefined;
  const names = [...operation.neededParameters, ...(isBegun ? ['app_id'] : [])];
  const needed = names.map((name) => [name, values[name] ?? '']);
  const query = { ...Object.fromEntries(needed), ...deviation.query };
  const pairs = Object.entries<string>(query).map(
    ([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function headersOf({ caller, bodyFields }: ContractOperation, { reader }: AskerOptions) {
  return {
    ...(caller === 'app' ? { 'x-app-api-key': reader.apiKey } : {}),
    ...(caller === 'operator' || caller === 'visitor'
      ? { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` }
      : {}),
    ...(bodyFields === null ? {} : { 'content-type': 'application/json' }),
  };
}

/** Fields without which the request would be refused. */
const FIELDS: Readonly<Record<string, object>> = {
  createApp: { name: 'Odd' },
  createHook: { register: false },
  createBackfill: {
    from: new Date(Date.now() - 60_000).toISOString(),
    to: new Date().toISOString(),
  },
  releaseUnroutedDelivery: { to_app_id: NO_APP },
  releaseUnrouted: { to_app_id: NO_APP },
};
const NEEDS_SELECTION = /^(purge|replay|release)(DeadLetters|Quarantine|Unrouted)$/;

function bodyOf(operation: ContractOperation, { fields }: Deviation): string | null {
  const { operationId, bodyFields, tag } = operation;
  if (bodyFields === null) return tag === 'webhooks' ? 'no token' : null;
  const selection = NEEDS_SELECTION.test(operationId) ? { all: true, dry_run: true } : {};
  return JSON.stringify({ ...selection, ...FIELDS[operationId], ...fields });
}
