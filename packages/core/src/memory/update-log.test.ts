import { describe, test } from 'vitest';

import { openMemorySubject } from '../testing/memory-subject.ts';
import { updateLogLaws } from '../testing/update-log-laws.ts';

describe('the memory UpdateLog', () => {
  for (const { name, check } of updateLogLaws) {
    test(name, () => check(openMemorySubject));
  }
});
