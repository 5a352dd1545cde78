import { createHash, randomUUID } from 'node:crypto';

import type { Authorisation, NewConnection, NewConnectLink } from '../ports/connection-store.ts';
import type { DialpadTokens } from '../ports/dialpad-oauth.ts';

const MINUTE_MS = 60_000;

export const sampleDigest = (): string => createHash('sha256').update(randomUUID()).digest('hex');

export const sampleTokens = (expiresIn: number | null = 3_600): DialpadTokens => ({
  accessToken: `access token ${randomUUID()}`,
  refreshToken: `refresh token ${randomUUID()}`,
  expiresIn,
});

export const sampleConnection = (
  appId: string,
  more: Partial<NewConnection> = {},
): NewConnection => ({
  appId,
  companyId: '9007199254740993',
  userId: '5793703537508352',
  officeId: '4932532989665280',
  scopes: ['offline_access', 'calls:list'],
  tokens: sampleTokens(),
  ...more,
});

/** Of now, and good for a minute. */
export const sampleLink = (appId: string, more: Partial<NewConnectLink> = {}): NewConnectLink => ({
  digest: sampleDigest(),
  appId,
  until: Date.now() + MINUTE_MS,
  ...more,
});

export const sampleAuthorisation = (
  appId: string,
  more: Partial<Authorisation> = {},
): Authorisation => ({
  stateDigest: sampleDigest(),
  browserDigest: sampleDigest(),
  appId,
  codeVerifier: `verifier ${randomUUID()}`,
  redirectUri: 'https://cti.example.com/auth/dialpad/callback?a=b',
  scopes: ['offline_access', 'recordings_export'],
  until: Date.now() + MINUTE_MS,
  ...more,
});
