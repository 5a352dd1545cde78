import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { PROBLEM_ROWS } from './problem-rows.ts';

/**
 * The answer to what is not a request at all: malformed, too slow, or with too
 * large a head. Where its bytes end nobody can tell, so the connection ends too.
 */
export function createAnswerClientError(
  headers: Readonly<Record<string, string>>,
): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  const headerLines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    if (hasAnswered(socket)) {
      // What is written already still goes out.
      socket.end(() => socket.destroy());
      return;
    }
    const { status, code, title, detail } = PROBLEM_ROWS[kindOf(error)];
    const instance = randomUUID();
    const type = `urn:dialpad-cti:problem:${code}`;
    const body = JSON.stringify({ type, title, status, detail, instance, code, success: false });
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${instance}`,
      ...headerLines,
      'Connection: close',
      '',
      body,
    ];
    socket.end(lines.join('\r\n'), () => socket.destroy());
  };
}

function kindOf({ code }: NodeJS.ErrnoException) {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'request-malformed';
}

/** An answer of ours is on its way on this socket: a second one would be read as part of it. */
function hasAnswered(socket: Duplex): boolean {
  // Node's own default for this event asks the same, and offers nothing public for it.
  const { _httpMessage: response } = socket as Duplex & {
    readonly _httpMessage?: { readonly headersSent: boolean } | null;
  };
  return response?.headersSent === true;
}
