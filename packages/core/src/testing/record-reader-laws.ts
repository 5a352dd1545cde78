import { activeCallLaws } from './active-call-laws.ts';
import { callEventLaws } from './call-event-laws.ts';
import type { Law } from './law.ts';
import { recordByIdLaws } from './record-by-id-laws.ts';
import { recordListLaws } from './record-list-laws.ts';
import type { StorageSubject } from './storage-subject.ts';
import { recordReaderTotalLaw } from './total-laws.ts';

/** All that the port `RecordReader` promises. */
export const recordReaderLaws: readonly Law<StorageSubject>[] = [
  ...recordByIdLaws,
  ...recordListLaws,
  ...activeCallLaws,
  ...callEventLaws,
  recordReaderTotalLaw,
];
