import type { IncomingMessage } from 'node:http';

import type { RequestBody } from './route.ts';

const MOST_BYTES = 1024 * 1024;

/** JSON, or a form when it says so. What is too large is read to its end, and not kept. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    // Node's own streams of requests give buffers unless an encoding is set.
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length <= MOST_BYTES) chunks.push(bytes);
  }
  if (length === 0) return { kind: 'none' };
  if (length > MOST_BYTES) return { kind: 'too-large' };
  const text = Buffer.concat(chunks).toString();
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/x-www-form-urlencoded')
    ? { kind: 'value', value: Object.fromEntries(new URLSearchParams(text)) }
    : parsed(text);
}

function parsed(text: string): RequestBody {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}
