import type { AuthorizeRequest } from '@dialpad-cti/core';

export interface AuthorizeUrlParts {
  readonly baseUrl: URL;
  readonly clientId: string;
}

export function authorizeUrl(
  { baseUrl, clientId }: AuthorizeUrlParts,
  { redirectUri, state, codeChallenge, scopes }: AuthorizeRequest,
): string {
  const url = new URL('oauth2/authorize', `${baseUrl.href.replace(/\/$/, '')}/`);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  }).toString();
  return url.href;
}
