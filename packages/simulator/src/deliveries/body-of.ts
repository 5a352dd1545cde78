import { createHmac } from 'node:crypto';

/** What is posted: a bare token, or the plain event where the webhook has no secret. */
export function bodyOf(payload: unknown, secret: string | null) {
  const json = JSON.stringify(payload);
  if (secret === null) return { contentType: 'application/json', body: json };
  const signed = `${HEADER}.${Buffer.from(json).toString('base64url')}`;
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  return { contentType: 'application/jwt', body: `${signed}.${signature}` };
}

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
