import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';
import type { ApiRequest, OpenRoute } from './route.ts';

export function serveRoute({ answer }: OpenRoute): (exchange: Exchange) => void {
  return (exchange) => {
    const { state } = exchange;
    state.answer =
      state.body.kind === 'too-large'
        ? refuse(413, 'The body is too large.')
        : answer(requestOf(exchange));
  };
}

function requestOf({ method, path, params, req, querystring, state }: Exchange): ApiRequest {
  const query = [...new URLSearchParams(querystring)].reverse();
  const headers = Object.entries(req.headersDistinct).map(([name, values]) => [name, values?.[0]]);
  return {
    method,
    path,
    params,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    body: state.body,
  };
}
