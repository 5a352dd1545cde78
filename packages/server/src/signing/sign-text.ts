import { createHmac } from 'node:crypto';

/** A token as Dialpad sends it, of exactly this payload: HS256 under the text of the hook's secret. */
export function signText(payload: string, secret: string): string {
  const signed = `${HEADER}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
