import { createHash } from 'node:crypto';

import type { SeenRequest } from '../../simulator.ts';
import type { RequestBody } from '../route.ts';
import { isSecret, withoutSecrets } from './without-secrets.ts';

const LONGEST_TARGET = 2_000;
const LONGEST_BODY = 16_384;

export interface Seen {
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
  readonly body: RequestBody;
  /** 0: it got no answer. */
  readonly status: number;
}

export function seenRequest({
  at,
  method,
  target,
  authorization,
  body,
  status,
}: Seen): SeenRequest {
  return {
    at,
    method,
    target: targetWithoutSecrets(target).slice(0, LONGEST_TARGET),
    status,
    body: body.kind === 'value' ? shortBody(body.value) : null,
    authorization: authorization === undefined ? null : digested(authorization),
  };
}

function targetWithoutSecrets(target: string): string {
  const [path = '', ...rest] = target.split('?');
  const query = new URLSearchParams(rest.join('?'));
  const secrets = [...query.keys()].filter(isSecret);
  if (secrets.length === 0) return target;
  for (const name of secrets) query.delete(name);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function shortBody(value: unknown): unknown {
  const kept = withoutSecrets(value);
  return JSON.stringify(kept).length > LONGEST_BODY ? null : kept;
}

/** Tells tokens apart without giving them away. */
function digested(authorization: string): string {
  const [scheme = '', token = ''] = authorization.split(/ +/);
  return `${scheme} ${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
}
