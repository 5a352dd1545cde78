import type { Law } from './law.ts';
import { readUpdatesLaws } from './read-updates-laws.ts';
import type { StorageSubject } from './storage-subject.ts';
import { updateLogTotalLaw } from './total-laws.ts';

/** All that the port `UpdateLog` promises. */
export const updateLogLaws: readonly Law<StorageSubject>[] = [
  ...readUpdatesLaws,
  updateLogTotalLaw,
];
