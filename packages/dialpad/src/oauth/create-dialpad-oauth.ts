import type { DialpadOAuth, DialpadTokens, OAuthError } from '@dialpad-cti/core';
import { err, ok, type Result, ResultAsync } from 'neverthrow';

import { parseJson } from '../json/parse-json.ts';
import { retryAfter } from '../limits/retry-after.ts';
import { DEAUTHORIZE, type Endpoint, TOKEN } from '../requests/endpoints.ts';
import { judge } from '../requests/judge.ts';
import { type Line, sendOnce } from '../requests/send-once.ts';
import { unavailable } from '../requests/unavailable.ts';
import { urlOf } from '../requests/url-of.ts';
import type { Answer } from '../transport/reply.ts';
import { Tokens } from '../wire/tokens.ts';
import { authorizeUrl } from './authorize-url.ts';
import { oauthErrorOf } from './oauth-error-of.ts';

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Post {
  readonly endpoint: Endpoint;
  readonly body?: unknown;
  readonly token?: string;
  readonly secrets: readonly string[];
}

/** The client proves itself in a JSON body, which is what Dialpad documents. */
export function createDialpadOAuth(
  line: Line,
  { clientId, clientSecret }: OAuthClient,
): DialpadOAuth {
  const { baseUrl, now, timeouts } = line.settings;
  const client = { client_id: clientId, client_secret: clientSecret };

  /** Once, however it ends. */
  async function post({
    endpoint,
    body,
    token,
    secrets,
  }: Post): Promise<Result<Answer, OAuthError>> {
    const url = urlOf({ baseUrl, path: endpoint.path });
    if (url.isErr()) return err(unavailable(false, 'no URL'));
    const reply = await sendOnce(line, { endpoint, url: url.value, body }, token ?? null);
    if (reply === null) return err(unavailable(false, 'Dialpad failed many times in a row'));
    const verdict = judge(reply);
    switch (verdict.kind) {
      case 'done':
        return ok(verdict.answer);
      case 'trouble':
        return err(unavailable(verdict.isSent, verdict.cause));
      case 'unusable':
        return err(unavailable(true, verdict.cause));
      case 'too-many': {
        const waitMs = retryAfter(verdict.retryAfter, now()) ?? timeouts.firstWaitMs;
        return err({ kind: 'dialpad-rate-limited', retryAt: Math.ceil(now() + waitMs) });
      }
      case 'refused':
      case 'token-refused': {
        const { status, text } = verdict.answer;
        return err(oauthErrorOf({ status, text, secrets }));
      }
    }
  }

  function tokens(
    grant: object,
    secrets: readonly string[],
  ): ResultAsync<DialpadTokens, OAuthError> {
    const body = { ...grant, ...client };
    const answer = post({ endpoint: TOKEN, body, secrets: [...secrets, clientSecret] });
    return new ResultAsync(answer).andThen(tokensOf);
  }

  return {
    authorizeUrl: (request) => authorizeUrl({ baseUrl, clientId }, request),
    exchange: ({ code, codeVerifier, redirectUri }) =>
      tokens(
        {
          grant_type: 'authorization_code',
          code,
          code_verifier: codeVerifier,
          // Not documented, but usual, and OAuth 2 wants it.
          redirect_uri: redirectUri,
        },
        [code, codeVerifier],
      ),
    refresh: (refreshToken) =>
      tokens({ grant_type: 'refresh_token', refresh_token: refreshToken }, [refreshToken]),
    deauthorize: (accessToken) =>
      new ResultAsync(post({ endpoint: DEAUTHORIZE, token: accessToken, secrets: [accessToken] }))
        .map(() => undefined)
        .orElse((error) => (isInvalidAlready(error) ? ok() : err(error))),
  };
}

/** The grant is used up by now, whatever the answer is good for. */
function tokensOf({ text }: Answer): Result<DialpadTokens, OAuthError> {
  const read = Tokens.safeParse(parseJson(text).unwrapOr(null));
  return read.success
    ? ok(read.data)
    : err(unavailable(true, 'the answer to a token request is not as documented'));
}

function isInvalidAlready({ kind }: OAuthError): boolean {
  return kind === 'dialpad-unauthorized' || kind === 'grant-refused';
}
