import type { Drift } from '@dialpad-cti/core';

/** A kind of drift, as a person says it. */
export const meaningOf = (kind: string): string => MEANINGS.get(kind) ?? 'not known here';

const TEXTS = {
  'webhook-missing': 'Dialpad has no webhook for this address',
  'webhook-doubled': 'a second webhook posts to this address',
  'webhook-address-differs': 'the webhook posts to another address',
  'webhook-secret-differs': 'the webhook signs with another secret',
  'subscription-missing': 'nothing asks Dialpad for these events',
  'subscription-doubled': 'these events are asked for twice, and come twice',
  'subscription-differs': 'these events are asked for on other terms',
  'subscription-unwanted': 'these events are not wanted',
  'webhook-stale': 'it posts to a webhook that is no more',
  'webhook-foreign': "somebody else's, which is left alone",
} satisfies Record<Drift['kind'], string>;

const MEANINGS: ReadonlyMap<string, string> = new Map(Object.entries(TEXTS));
