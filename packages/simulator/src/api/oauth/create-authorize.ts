import { z } from 'zod';

import type { Company } from '../../company.ts';
import type { Answer } from '../answer.ts';
import { SCOPES } from '../caller.ts';
import type { ApiRequest } from '../route.ts';
import { consentPage } from './consent-page.ts';
import type { Challenge, Codes } from './create-codes.ts';
import type { OAuthClient } from './oauth-client.ts';
import { refuseOAuth } from './refuse-oauth.ts';

export interface AuthorizeDeps {
  readonly company: Company;
  readonly client: OAuthClient;
  readonly codes: Codes;
  /** Null: any. */
  readonly redirectUris: readonly string[] | null;
}

const asked = z.object({
  response_type: z.literal('code').optional(),
  scope: z.string().default(''),
  state: z.string().optional(),
  code_challenge: z.string().min(1).optional(),
  code_challenge_method: z.enum(['S256', 'plain']).default('plain'),
  /** The stand-in's own: the answer of the person, who is an administrator unless it says who. */
  approve: z.enum(['0', '1']).optional(),
  user_id: z.string().optional(),
});
type Asked = z.output<typeof asked>;

/**
 * Sends a program straight back with a code, as if somebody had agreed at once. A browser is shown a
 * page to agree on, unless the answer (`approve`) is in the query.
 */
export function createAuthorize(deps: AuthorizeDeps): (request: ApiRequest) => Answer {
  return ({ query, headers }) => {
    if (query['client_id'] !== deps.client.clientId) {
      return refuseOAuth('invalid_client', 'The client is not known.');
    }
    const redirectUri = query['redirect_uri'] ?? '';
    if (!isRegistered(redirectUri, deps.redirectUris)) {
      return refuseOAuth('invalid_redirect_uri', 'The redirect URI is not registered.');
    }
    const parsed = asked.safeParse(query);
    const { state } = query;
    const sendBack = (result: Readonly<Record<string, string>>): Answer =>
      redirect(redirectUri, { ...result, ...(state === undefined ? {} : { state }) });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const isType = issue?.path[0] === 'response_type';
      return sendBack({ error: isType ? 'unsupported_response_type' : 'invalid_request' });
    }
    const scopes = parsed.data.scope.split(' ').filter((scope) => scope !== '');
    if (!scopes.every((scope) => SCOPES.includes(scope))) {
      return sendBack({ error: 'invalid_scope' });
    }
    const { approve, user_id: userId } = parsed.data;
    if (approve === '0') return sendBack({ error: 'access_denied' });
    if (approve === undefined && isBrowser(headers['accept'])) {
      return consentPage({ company: deps.company, scopes, query });
    }
    const user = userOf(deps.company, userId);
    if (userId !== undefined && user === undefined) return sendBack({ error: 'access_denied' });
    const consent = {
      userId: user?.id ?? null,
      isAdmin: user?.isAdmin ?? true,
      scopes: new Set(scopes),
    };
    const challenge = challengeOf(parsed.data);
    return sendBack({ code: deps.codes.issue({ consent, redirectUri, challenge }) });
  };
}

const isBrowser = (accept = ''): boolean => accept.includes('text/html');

/** The very text, as Dialpad wants it. */
function isRegistered(redirectUri: string, registered: readonly string[] | null): boolean {
  if (!URL.canParse(redirectUri) || redirectUri.includes('#')) return false;
  const isWeb = /^https?:\/\//i.test(redirectUri);
  return registered === null ? isWeb : registered.includes(redirectUri);
}

const userOf = ({ users }: Company, id: string | undefined) =>
  users.find((user) => (id === undefined ? user.isAdmin : user.id === id));

const challengeOf = (given: Asked): Challenge | null =>
  given.code_challenge === undefined
    ? null
    : { method: given.code_challenge_method, value: given.code_challenge };

function redirect(to: string, result: Readonly<Record<string, string>>): Answer {
  const location = new URL(to);
  for (const [name, value] of Object.entries(result)) location.searchParams.set(name, value);
  const headers = { Location: location.href, 'Cache-Control': 'no-store' };
  return { status: 302, headers, body: null };
}
