import type { DialpadError, DialpadUser, NotConnected } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';

/** What Dialpad says to the token of an app, for an operator who looks for what is wrong. */
export interface DialpadCheck {
  /** Which token it is. */
  readonly access: 'oauth' | 'api-key';
  readonly user: DialpadUser;
  /** Dialpad's clock less ours, ms, to about a second; null where it does not say. */
  readonly clockSkewMs: number | null;
  /** By trying: null where it could not be found out. */
  readonly scopes: Readonly<Record<'calls:list' | 'webhooks', boolean | null>>;
}

export type CheckDialpad = (
  appId: string,
) => ResultAsync<DialpadCheck, NotConnected | DialpadError>;
