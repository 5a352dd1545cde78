import { connectionAuthorisationLaws } from './connection-authorisation-laws.ts';
import { connectionLaws } from './connection-laws.ts';
import { connectionTokenLaws } from './connection-token-laws.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/**
 * What every ConnectionStore keeps. Two promises cannot be seen through the port: that tokens and
 * verifiers are not readable in the storage, and that a process which dies while it holds tokens
 * changes nothing. An adapter tests them itself.
 */
export const connectionStoreLaws: readonly Law<StorageSubject>[] = [
  ...connectionAuthorisationLaws,
  ...connectionLaws,
  ...connectionTokenLaws,
];
