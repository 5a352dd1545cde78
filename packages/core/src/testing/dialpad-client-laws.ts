import { dialpadReadingLaws } from './dialpad-reading-laws.ts';
import { dialpadSetUpLaws } from './dialpad-set-up-laws.ts';
import type { DialpadSubject } from './dialpad-subject.ts';
import { dialpadTokenLaws } from './dialpad-token-laws.ts';
import type { Law } from './law.ts';

/**
 * What the port `DialpadClient` promises, but for its limits and time-outs: those show at a Dialpad that
 * counts, or that answers badly.
 */
export const dialpadClientLaws: readonly Law<DialpadSubject>[] = [
  ...dialpadSetUpLaws,
  ...dialpadReadingLaws,
  ...dialpadTokenLaws,
];
