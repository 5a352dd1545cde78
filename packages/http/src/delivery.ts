/** What became of one POST by Dialpad. */
export interface Delivery {
  /** Null for an address that no hook has, and when it was not looked up: nobody can invent one. */
  readonly hookId: string | null;
  readonly outcome: DeliveryOutcome;
}

export const DELIVERY_OUTCOMES = [
  'stored',
  'duplicate',
  'set-aside',
  'unrouted',
  'signature-refused',
  'hook-not-found',
  'refused',
  'unavailable',
] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];
