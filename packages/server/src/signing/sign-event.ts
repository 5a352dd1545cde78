import { createHmac } from 'node:crypto';

/** A token as Dialpad sends it: HS256 under the text of the hook's secret. */
export function signEvent(payload: unknown, secret: string): string {
  const signed = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
