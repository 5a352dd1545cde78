import type { Duplex } from 'node:stream';

/**
 * The answer to what is not a request at all: malformed, too slow, or with too
 * large a head. Where its bytes end nobody can tell, so the connection ends too.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  if (hasAnswered(socket)) {
    // What is written already still goes out.
    socket.end(() => socket.destroy());
    return;
  }
  const { status, code, title, detail } = ROWS.get(error.code ?? '') ?? MALFORMED;
  const type = `urn:dialpad-cti:problem:${code}`;
  const body = JSON.stringify({ type, title, status, detail, code, success: false });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}

/** An answer of ours is on its way on this socket: a second one would be read as part of it. */
function hasAnswered(socket: Duplex): boolean {
  // Node's own default for this event asks the same, and offers nothing public for it.
  const { _httpMessage: response } = socket as Duplex & {
    readonly _httpMessage?: { readonly headersSent: boolean } | null;
  };
  return response?.headersSent === true;
}

const MALFORMED = {
  status: 400,
  code: 'request-malformed',
  title: 'Bad Request',
  detail: 'This is not a request of HTTP/1.1.',
};

const ROWS: ReadonlyMap<string, typeof MALFORMED> = new Map([
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      status: 408,
      code: 'request-timeout',
      title: 'Request Timeout',
      detail: 'The request took too long to arrive.',
    },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: 431,
      code: 'headers-too-large',
      title: 'Request Header Fields Too Large',
      detail: 'The head of the request is larger than this server accepts.',
    },
  ],
]);
