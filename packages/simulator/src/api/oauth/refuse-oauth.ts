import type { Answer } from '../answer.ts';

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_redirect_uri';

/** An error of OAuth that no redirect can carry. */
export function refuseOAuth(error: OAuthErrorCode, description: string): Answer {
  return {
    status: error === 'invalid_client' ? 401 : 400,
    headers: { 'Cache-Control': 'no-store' },
    body: { error, error_description: description },
  };
}
