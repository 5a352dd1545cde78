import type { Environment } from '../../config/production-faults.ts';
import { CliError } from '../cli-error.ts';
import type { Answer, Api, Caller, Probed } from './api.ts';
import { checkedUrl } from './checked-url.ts';
import { findSecret } from './find-secret.ts';
import { refusalOf } from './refusal-of.ts';

export interface ApiDeps {
  readonly environment: Environment;
  /** How the program was called, for hints. */
  readonly name: string;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  /** Said when a request has to wait. */
  readonly note: (text: string) => void;
}

interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Response extends Probed {
  /** In seconds. */
  readonly retryAfter: number;
}

/** The server itself waits for Dialpad up to 60 s. */
const PATIENCE_MS = 75_000;
/** For a quota; its windows are a minute long. */
const MOST_WAITS = 5;
const LONGEST_WAIT_S = 60;

export function createApi(deps: ApiDeps): Api {
  async function exchange(url: string, { method, path, headers, body }: Ask): Promise<Response> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // A secret must not follow to another address.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const retryAfter = Number(response.headers.get('retry-after')) || 1;
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      url,
      status: response.status,
      answer: answerIn(await response.text()),
      serverTime: Number.isNaN(date) ? null : date,
      retryAfter,
    };
  }

  /** A line that was cut says nothing of what was done: only what is safe to repeat is. */
  async function reach(ask: Ask): Promise<Response> {
    const url = checkedUrl(deps.environment);
    try {
      return await exchange(url, ask).catch((error: unknown) => {
        if (ask.method === 'DELETE' || wasRefused(error)) throw error;
        return exchange(url, ask);
      });
    } catch (error) {
      throw unreachable(url, error, deps.name);
    }
  }

  async function ask(request: Ask): Promise<Answer> {
    for (let waits = 0; ; waits += 1) {
      const { status, answer, retryAfter } = await reach(request);
      if (status >= 200 && status < 300) return answer;
      const why = waitsFor(status, answer);
      if (why === null || waits === MOST_WAITS) throw refusalOf(status, answer, deps.name);
      const seconds = Math.min(retryAfter, LONGEST_WAIT_S);
      deps.note(`The server asks to wait ${seconds} s: ${why}.`);
      await deps.sleep(seconds * 1000);
    }
  }

  const headersOf = (as: Caller) => findSecret(deps.environment, as);
  return {
    get: async (path, as) => ask({ method: 'GET', path, headers: await headersOf(as) }),

    async post(path, body) {
      const headers = { ...(await headersOf('operator')), 'idempotency-key': deps.newId() };
      if (body === undefined) return ask({ method: 'POST', path, headers });
      const json = { ...headers, 'content-type': 'application/json' };
      return ask({ method: 'POST', path, headers: json, body: JSON.stringify(body) });
    },

    remove: async (path) => ask({ method: 'DELETE', path, headers: await headersOf('operator') }),

    deliver(path, token) {
      const headers = { 'content-type': 'application/jwt' };
      return reach({ method: 'POST', path, headers, body: token });
    },

    probe: (path) => reach({ method: 'GET', path, headers: {} }),
  };
}

/** Why it makes sense to ask again a little later; null when it does not. */
function waitsFor(status: number, { code }: Answer): string | null {
  if (status === 429) return 'too many requests';
  return code === 'busy' ? 'somebody else sets up the same app' : null;
}

/** Empty for what is no JSON object: no answer of the server is. */
function answerIn(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Nothing was sent, so nothing can have been done. */
const wasRefused = (error: unknown): boolean => codeOf(error) === 'ECONNREFUSED';

function unreachable(url: string, error: unknown, name: string): CliError {
  const code = codeOf(error);
  return new CliError(
    'unreachable',
    'server-unreachable',
    `No server answers at ${url}${code === undefined ? '' : ` (${code})`}. Start one with: ${name} start, or set CTI_URL.`,
  );
}

function codeOf(error: unknown): string | undefined {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
