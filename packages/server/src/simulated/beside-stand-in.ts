import {
  type ConnectionStatus,
  type ConnectionStore,
  createDialpadAccess,
  type DialpadAccess,
  type DialpadAccessDeps,
  type DialpadFor,
  type NotConnected,
  type Registration,
  type WebhookRegistry,
} from '@dialpad-cti/core';
import type { Simulator } from '@dialpad-cti/simulator';
import { err, ok } from 'neverthrow';

export interface StandInDeps {
  readonly connectionStore: DialpadAccessDeps['connectionStore'];
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  readonly simulator: Pick<Simulator, 'setUp'>;
  /** Epoch ms: of the stand-in. */
  readonly startedAt: number;
}
