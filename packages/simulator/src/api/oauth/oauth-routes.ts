import type { Company } from '../../company.ts';
import type { Answer } from '../answer.ts';
import { tokenOf } from '../guard.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, OpenRoute } from '../route.ts';
import { createAuthorize } from './create-authorize.ts';
import type { Codes } from './create-codes.ts';
import { createExchangeToken } from './create-exchange-token.ts';
import type { Grants } from './create-grants.ts';
import type { OAuthClient } from './oauth-client.ts';

export interface OAuthDeps {
  readonly company: Company;
  readonly client: OAuthClient;
  readonly codes: Codes;
  readonly grants: Grants;
  /** Null: any. */
  readonly redirectUris: readonly string[] | null;
}

export function oauthRoutes(deps: OAuthDeps): readonly OpenRoute[] {
  const deauthorize = (request: ApiRequest): Answer => {
    const token = tokenOf(request);
    const grantId = token === null ? null : deps.grants.callerOf(token)?.grantId;
    if (grantId === null || grantId === undefined) {
      return refuse(401, 'This API call requires the token of an OAuth app.');
    }
    deps.grants.revoke(grantId);
    return { status: 204, body: null };
  };
  return [
    { method: 'GET', path: '/oauth2/authorize', answer: createAuthorize(deps) },
    { method: 'POST', path: '/oauth2/token', answer: createExchangeToken(deps) },
    { method: 'POST', path: '/oauth2/deauthorize', answer: deauthorize },
  ];
}
