import { describe, test } from 'vitest';

import { openMemorySubject } from '../testing/memory-subject.ts';
import { recordReaderLaws } from '../testing/record-reader-laws.ts';

describe('the memory RecordReader', () => {
  for (const { name, check } of recordReaderLaws) {
    test(name, () => check(openMemorySubject));
  }
});
