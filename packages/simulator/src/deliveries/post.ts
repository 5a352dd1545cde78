import * as http from 'node:http';
import * as https from 'node:https';

export type PostAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  /** In time; or the connection failed. */
  | { readonly kind: 'unanswered' };

export interface PostRequest {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Poster {
  /** Never rejects. */
  readonly post: (request: PostRequest) => Promise<PostAnswer>;
  /** Cuts what is on its way; nothing is sent any more. */
  readonly stop: () => void;
}

/** `timeoutMs`: from the moment at which a request has a connection to go by. */
export function createPoster(timeoutMs: number): Poster {
  const agents = new Map<string, http.Agent>();
  const onTheirWay = new Set<http.ClientRequest>();
  let isStopped = false;

  function agentOf(url: string): http.Agent {
    const options = { keepAlive: true, maxSockets: AT_ONCE };
    const agent =
      agents.get(url) ?? (isSecure(url) ? new https.Agent(options) : new http.Agent(options));
    agents.set(url, agent);
    return agent;
  }

  function send({ url, contentType, body }: PostRequest): Promise<PostAnswer> {
    const { promise, resolve } = Promise.withResolvers<PostAnswer>();
    const { request } = isSecure(url) ? https : http;
    const headers = { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', headers, agent: agentOf(url) });
    onTheirWay.add(sent);
    sent.once('socket', () => {
      const timer = setTimeout(() => sent.destroy(), timeoutMs);
      sent.once('close', () => clearTimeout(timer));
    });
    sent.once('response', (response) => {
      response.on('error', () => undefined).resume();
      resolve({ kind: 'answered', status: response.statusCode ?? 0 });
    });
    sent.on('error', () => resolve({ kind: 'unanswered' }));
    sent.once('close', () => {
      onTheirWay.delete(sent);
      resolve({ kind: 'unanswered' });
    });
    sent.end(body);
    return promise;
  }

  return {
    async post(request) {
      // An address that is none cannot be asked for anything.
      if (isStopped || !URL.canParse(request.url)) return { kind: 'unanswered' };
      return await send(request);
    },
    stop() {
      isStopped = true;
      for (const sent of onTheirWay) sent.destroy();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Deliveries on their way to one address. */
const AT_ONCE = 32;

function isSecure(url: string): boolean {
  return url.startsWith('https:');
}
