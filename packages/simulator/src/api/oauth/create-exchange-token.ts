import { z } from 'zod';

import { type Answer, withoutNulls } from '../answer.ts';
import type { ApiRequest } from '../route.ts';
import type { Codes } from './create-codes.ts';
import type { Grants, Tokens } from './create-grants.ts';
import { isVerified } from './is-verified.ts';
import type { OAuthClient } from './oauth-client.ts';
import { refuseOAuth } from './refuse-oauth.ts';

export interface ExchangeDeps {
  readonly client: OAuthClient;
  readonly codes: Codes;
  readonly grants: Grants;
}

const text = z.string().nullish();
const request = z.object({
  grant_type: z.string(),
  client_id: text,
  client_secret: text,
  code: text,
  code_verifier: text,
  redirect_uri: text,
  refresh_token: text,
});
type TokenRequest = z.output<typeof request>;

/** Codes and refresh tokens to tokens; the client proves itself in the body or by Basic. */
export function createExchangeToken(deps: ExchangeDeps): (request: ApiRequest) => Answer {
  return ({ body, headers }) => {
    const parsed = request.safeParse(body.kind === 'value' ? body.value : null);
    if (!parsed.success) return refuseOAuth('invalid_request', 'The body cannot be understood.');
    const { clientId, clientSecret } = clientOf(parsed.data, headers['authorization']);
    if (clientId !== deps.client.clientId || clientSecret !== deps.client.clientSecret) {
      return refuseOAuth('invalid_client', 'The client id or secret is wrong.');
    }
    switch (parsed.data.grant_type) {
      case 'authorization_code':
        return redeem(deps, parsed.data);
      case 'refresh_token':
        return refresh(deps, parsed.data);
      default:
        return refuseOAuth('unsupported_grant_type', 'The grant type is not supported.');
    }
  };
}

function redeem({ codes, grants }: ExchangeDeps, given: TokenRequest): Answer {
  if (typeof given.code !== 'string') return refuseOAuth('invalid_request', 'There is no code.');
  const grant = codes.redeem(given.code);
  if (grant === null) return refuseOAuth('invalid_grant', 'The code is used, expired or unknown.');
  // Dialpad's document does not ask for it; given, it has to be the same.
  if ((given.redirect_uri ?? grant.redirectUri) !== grant.redirectUri) {
    return refuseOAuth('invalid_grant', 'The redirect URI is not that of the authorisation.');
  }
  if (!isVerified(grant.challenge, given.code_verifier ?? null)) {
    return refuseOAuth('invalid_grant', 'The code verifier does not fit.');
  }
  return tokensBody(grants.begin(grant.consent));
}

function refresh({ grants }: ExchangeDeps, given: TokenRequest): Answer {
  if (typeof given.refresh_token !== 'string') {
    return refuseOAuth('invalid_request', 'There is no refresh token.');
  }
  const tokens = grants.refresh(given.refresh_token);
  return tokens === null
    ? refuseOAuth('invalid_grant', 'The refresh token is used, revoked or unknown.')
    : tokensBody(tokens);
}

const tokensBody = ({ accessToken, refreshToken, expiresInS }: Tokens): Answer => ({
  status: 200,
  headers: { 'Cache-Control': 'no-store' },
  body: withoutNulls({
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresInS,
    refresh_token: refreshToken,
  }),
});

interface GivenClient {
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

function clientOf(given: TokenRequest, authorization = ''): GivenClient {
  const basic = /^basic +(\S+) *$/i.exec(authorization)?.[1];
  if (basic === undefined) {
    return { clientId: given.client_id ?? null, clientSecret: given.client_secret ?? null };
  }
  const [clientId = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':');
  return { clientId, clientSecret: secret.join(':') };
}
