import { deskAuditLaws } from './desk-audit-laws.ts';
import { deskChangeLaws } from './desk-change-laws.ts';
import { deskModelLaw } from './desk-model-law.ts';
import { deskShowLaws } from './desk-show-laws.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';
import { eventDeskTotalLaw } from './total-laws.ts';

/** All that the port `EventDesk` promises. */
export const eventDeskLaws: readonly Law<StorageSubject>[] = [
  ...deskShowLaws,
  ...deskChangeLaws,
  ...deskAuditLaws,
  eventDeskTotalLaw,
  deskModelLaw,
];
