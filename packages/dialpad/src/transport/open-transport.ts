import type { IncomingHttpHeaders } from 'node:http';

import { Agent, type Dispatcher } from 'undici';

import type { Settings } from '../settings.ts';
import { readText } from './read-text.ts';
import type { Answer, Message, Reply } from './reply.ts';
import { safeCause } from './safe-cause.ts';
import { watchNeverSent } from './watch-never-sent.ts';

export interface Transport {
  /** Sends it once, follows nothing, and answers within the time-outs. Never rejects. */
  send(message: Message): Promise<Reply>;
  /** What is under way may end, for as long as a request may take. */
  close(): Promise<void>;
}

export function openTransport({ timeouts, maxAnswerBytes }: Settings): Transport {
  const { connectMs, headersMs, idleMs, requestMs } = timeouts;
  const agent = new Agent({
    connect: { timeout: connectMs },
    headersTimeout: headersMs,
    bodyTimeout: idleMs,
    pipelining: 1,
    allowH2: false,
  });
  const isNeverSent = watchNeverSent(agent);

  async function exchange(message: Message, signal: AbortSignal): Promise<Reply> {
    const { url, method, headers, body, isStream } = message;
    const path = `${url.pathname}${url.search}`;
    const response = await agent.request({
      origin: url.origin,
      path,
      method,
      headers,
      body,
      signal,
    });
    const { statusCode: status } = response;
    if (isStream && (status === 200 || status === 206)) {
      // What breaks while nobody reads would end the process; whoever reads then is told.
      response.body.on('error', () => undefined);
      return answer(response, { text: '', stream: response.body });
    }
    const text = await readText(response.body, maxAnswerBytes);
    return text === null
      ? { kind: 'unusable', status, cause: `the answer has more than ${maxAnswerBytes} bytes` }
      : answer(response, { text, stream: null });
  }

  return {
    async send(message) {
      const overdue = new AbortController();
      const timer = setTimeout(
        () => overdue.abort(new Error('no whole answer in time')),
        requestMs,
      );
      try {
        return await exchange(message, overdue.signal);
      } catch (cause) {
        return { kind: 'no-answer', isSent: !isNeverSent(cause), cause: safeCause(cause) };
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      const timer = setTimeout(() => void agent.destroy(), requestMs);
      await agent.close().catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

function answer(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  body: Pick<Answer, 'text' | 'stream'>,
): Answer {
  return { kind: 'answer', status, header: (name) => headerOf(headers, name), ...body };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
