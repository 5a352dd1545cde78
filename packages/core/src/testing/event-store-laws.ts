import { appendLaws } from './append-laws.ts';
import { batchLaws } from './batch-laws.ts';
import { batchTurnLaws } from './batch-turn-laws.ts';
import { eventListLaws } from './event-list-laws.ts';
import { failingEventLaws } from './failing-event-laws.ts';
import type { Law } from './law.ts';
import { modelLaw } from './model-law.ts';
import { setAsideLaws } from './set-aside-laws.ts';
import type { StorageSubject } from './storage-subject.ts';
import { eventStoreTotalLaw } from './total-laws.ts';

/** All that the port `EventStore` promises. */
export const eventStoreLaws: readonly Law<StorageSubject>[] = [
  ...appendLaws,
  ...setAsideLaws,
  ...batchLaws,
  ...batchTurnLaws,
  ...failingEventLaws,
  ...eventListLaws,
  eventStoreTotalLaw,
  modelLaw,
];
