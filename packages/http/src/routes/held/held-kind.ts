import {
  DEAD_REASONS,
  type HeldReason,
  type HeldState,
  SET_ASIDE_REASONS,
} from '@dialpad-cti/core';

/** One of the three places where events and deliveries wait for a person. */
export interface HeldKind<State extends HeldState = HeldState> {
  readonly state: State;
  readonly path: string;
  /** Why something can be there. */
  readonly reasons: readonly HeldReason[];
  readonly one: string;
  readonly many: string;
  readonly operations: {
    readonly list: string;
    readonly get: string;
    readonly purgeOne: string;
    readonly purge: string;
  };
}

export const DEAD_LETTERS: HeldKind<'dead'> = {
  state: 'dead',
  path: '/internal/dead-letters',
  reasons: DEAD_REASONS,
  one: 'dead letter',
  many: 'dead letters',
  operations: {
    list: 'listDeadLetters',
    get: 'getDeadLetter',
    purgeOne: 'purgeDeadLetter',
    purge: 'purgeDeadLetters',
  },
};

export const QUARANTINE: HeldKind<'quarantined'> = {
  state: 'quarantined',
  path: '/internal/quarantine',
  reasons: SET_ASIDE_REASONS.filter((reason) => reason !== 'unrouted'),
  one: 'quarantined delivery',
  many: 'quarantined deliveries',
  operations: {
    list: 'listQuarantine',
    get: 'getQuarantinedDelivery',
    purgeOne: 'purgeQuarantinedDelivery',
    purge: 'purgeQuarantine',
  },
};

export const UNROUTED: HeldKind<'unrouted'> = {
  state: 'unrouted',
  path: '/internal/unrouted',
  reasons: ['unrouted'],
  one: 'unrouted delivery',
  many: 'unrouted deliveries',
  operations: {
    list: 'listUnrouted',
    get: 'getUnroutedDelivery',
    purgeOne: 'purgeUnroutedDelivery',
    purge: 'purgeUnrouted',
  },
};
