import type { Answer } from './answer.ts';

/** The answer's body as it is sent; null without one. */
export function bytesOf({ body }: Answer): Buffer | null {
  if (body === null) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.length);
  return Buffer.from(JSON.stringify(body));
}
