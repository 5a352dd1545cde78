import { z } from 'zod';

export interface ApiClient {
  /** A new app with a key and a hook of its own. */
  createTenant(name: string): Promise<Tenant>;
  /** The status of the answer. */
  deliver(hookId: string, token: string): Promise<number>;
  get(path: string, as: Caller): Promise<Answer>;
  /** The rows of all pages; `path` holds no cursor. */
  list(path: string, as: Caller): Promise<readonly Row[]>;
}

export type Row = Readonly<Record<string, unknown>>;
/** A client app by its key, or the operator. */
type Caller = { readonly apiKey: string } | 'operator';

export interface Tenant {
  readonly appId: string;
  readonly apiKey: string;
  readonly hookId: string;
  readonly hookSecret: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiAddress {
  readonly url: string;
  readonly operatorSecret: string;
}

const CreatedApp = z.object({ app_id: z.string(), api_key: z.string() });
const CreatedHook = z.object({ hook_id: z.string(), webhook_secret: z.string() });
const List = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});

/** The server as its callers see it. */
export function createApiClient({ url, operatorSecret }: ApiAddress): ApiClient {
  const headersOf = (as: Caller): Readonly<Record<string, string>> =>
    as === 'operator'
      ? { authorization: `Bearer ${operatorSecret}` }
      : { 'x-app-api-key': as.apiKey };

  async function post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...headersOf('operator'), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.status === 201) return answer;
    const why = response.status === 401 ? ": the operator's secret is another one" : '';
    throw new Error(`POST ${path} was answered ${response.status}${why}.`);
  }

  async function get(path: string, as: Caller): Promise<Answer> {
    const response = await fetch(`${url}${path}`, { headers: headersOf(as) });
    return { status: response.status, body: await response.json() };
  }

  return {
    get,

    async createTenant(name) {
      const app = CreatedApp.parse(await post('/internal/apps', { name }));
      const path = `/internal/webhooks/create?app_id=${app.app_id}`;
      const hook = CreatedHook.parse(await post(path, { register: false }));
      return {
        appId: app.app_id,
        apiKey: app.api_key,
        hookId: hook.hook_id,
        hookSecret: hook.webhook_secret,
      };
    },

    async deliver(hookId, token) {
      const response = await fetch(`${url}/webhooks/dialpad/${hookId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/jwt' },
        body: token,
      });
      await response.arrayBuffer();
      return response.status;
    },

    async list(path, as) {
      const rows: Row[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const answer = await get(`${path}${path.includes('?') ? '&' : '?'}limit=200${after}`, as);
        if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}.`);
        const page = List.parse(answer.body);
        rows.push(...page.data);
        cursor = page.pagination.next_cursor;
      }
      return rows;
    },
  };
}
