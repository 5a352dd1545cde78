import { createHmac } from 'node:crypto';

/** What Dialpad writes in front of every event. */
export const DIALPAD_HEADER = '{"alg":"HS256","typ":"JWT"}';

/** A body as Dialpad posts it; with another header, what somebody else might post. */
export function signToken(
  payload: string | Uint8Array,
  secret: string,
  header: string | Uint8Array = DIALPAD_HEADER,
): string {
  const signed = `${base64url(header)}.${base64url(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const base64url = (content: string | Uint8Array): string =>
  Buffer.from(content).toString('base64url');
