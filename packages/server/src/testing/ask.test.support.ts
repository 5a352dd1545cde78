import type { Row } from '../testing/api-client.test.support.ts';
import { testSecrets } from './test-secrets.test.support.ts';

export interface Question {
  /** POST when there is a body. */
  readonly method?: string;
  /** The operator unless somebody else is named. */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Row;
}

/** One request whose answer is JSON, with all of that answer. */
export async function ask(url: string, question: Question = {}): Promise<Reply> {
  const { body, apiKey, method = body === undefined ? 'GET' : 'POST', headers } = question;
  const proof =
    apiKey === undefined
      ? { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` }
      : { 'x-app-api-key': apiKey };
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...proof, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // Every answer of ours that is JSON is an object.
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Row,
  };
}
