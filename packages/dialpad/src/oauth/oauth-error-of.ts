import type { OAuthError } from '@dialpad-cti/core';
import { z } from 'zod';

import { parseJson } from '../json/parse-json.ts';
import { detailOf } from '../requests/detail-of.ts';

export interface RefusedGrant {
  readonly status: number;
  readonly text: string;
  readonly secrets: readonly string[];
}

/** A code is one word; a sentence there is a message. */
const Coded = z.object({ error: z.string().regex(/^\w+$/) });

/** How Dialpad words its refusals is not documented: the codes of OAuth, or its own errors in English. */
const OF_THE_GRANT =
  /\b(code|token|grant)\b.*\b(invalid|expired|revoked|used|unknown|not found|does not exist)\b|\b(invalid|expired|revoked|used|unknown)\b.*\b(code|token|grant)\b/i;

/** It is our own credentials then, and no grant must be given up for them. */
const OF_THE_CLIENT = /\bclient|\bcredentials\b/i;

/** What a 4xx of the token endpoint means. */
export function oauthErrorOf({ status, text, secrets }: RefusedGrant): OAuthError {
  const code = Coded.safeParse(parseJson(text).unwrapOr(null)).data?.error ?? null;
  if (code === 'invalid_grant') return { kind: 'grant-refused' };
  if (code === 'invalid_client' || code === 'unauthorized_client') {
    return { kind: 'dialpad-unauthorized' };
  }
  const detail = detailOf(text, secrets);
  if (code === null && OF_THE_GRANT.test(detail) && !OF_THE_CLIENT.test(detail)) {
    return { kind: 'grant-refused' };
  }
  if (status === 401) return { kind: 'dialpad-unauthorized' };
  return { kind: 'dialpad-rejected', status, detail: detail || `HTTP ${status}` };
}
