import type { DialpadFor, WebhookRegistry } from '@dialpad-cti/core';
import { err } from 'neverthrow';

export interface SetUpThereDeps {
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  /** What the stand-in has. */
  readonly setUp: () => {
    readonly webhooks: readonly { readonly hookUrl: string | null }[];
  };
}

/** Calls are compared with those of a stand-in for the apps alone that it tells of them. */
export function onlySetUpThere(
  dialpadFor: DialpadFor,
  { registry, setUp }: SetUpThereDeps,
): DialpadFor {
  return (appId) =>
    registry.registrations({ appId }).andThen((registrations) => {
      const there = new Set<string | null>(setUp().webhooks.map(({ hookUrl }) => hookUrl));
      return registrations.some(({ hookUrl }) => there.has(hookUrl))
        ? dialpadFor(appId)
        : err({ kind: 'dialpad-not-connected' as const });
    });
}
