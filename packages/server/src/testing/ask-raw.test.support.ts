import { openRaw } from './open-raw.test.support.ts';

export interface RawQuestion {
  readonly port: number;
  readonly path: string;
  /** GET when absent. */
  readonly method?: string;
  /** Of the head, as they stand: a name may come twice. */
  readonly lines: readonly string[];
  readonly body?: string;
  /** As for `openRaw`. */
  readonly from?: string;
}

export interface Answered {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** One request whose head no client library would let us write, on a connection of its own. */
export async function askRaw(question: RawQuestion): Promise<Answered> {
  const { path, method = 'GET', lines, body = '', from } = question;
  const connection = openRaw({ port: question.port, ...(from === undefined ? {} : { from }) });
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...lines,
  ];
  connection.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const answer = await connection.closed;
  const end = answer.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]),
    head: answer.slice(0, end + 2),
    body: answer.slice(end + 4),
  };
}
