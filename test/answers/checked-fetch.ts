import type { AnswerCheck } from './create-answer-check.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface CheckedFetchDeps {
  readonly fetch: typeof globalThis.fetch;
  /** Asked for at the first answer of ours. */
  readonly answerCheck: () => Promise<AnswerCheck>;
  readonly onFault: (fault: string) => void;
}

/** As `fetch`, but an answer of ours that does not keep the contract rejects. */
export function checkedFetch(deps: CheckedFetchDeps): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await deps.fetch(input, init);
    const asked = input instanceof Request ? input : { url: String(input), method: 'GET' };
    const { hostname, pathname: path } = new URL(asked.url);
    // The request id tells our answers from those of other servers.
    if (!LOOPBACK.has(hostname) || !response.headers.has('x-request-id')) return response;
    const method = (init?.method ?? asked.method).toUpperCase();
    const mediaType = response.headers.get('content-type')?.split(';', 1)[0] ?? null;
    const body = await bodyOf(response, mediaType);
    if (body === null) return response;
    const check = await deps.answerCheck();
    const fault = check({ method, path, status: response.status, mediaType, body });
    if (fault === null) return response;
    deps.onFault(fault);
    throw new Error(`not as the contract says: ${fault}`);
  };
}

/** Null when the connection broke under it: then there is no answer to look at. */
async function bodyOf(response: Response, mediaType: string | null): Promise<string | null> {
  if (!/[/+]json$/.test(mediaType ?? '')) return '';
  return response
    .clone()
    .text()
    .catch(() => null);
}
