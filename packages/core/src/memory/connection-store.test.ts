import { describe, test } from 'vitest';

import { connectionStoreLaws } from '../testing/connection-store-laws.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';

describe('the memory ConnectionStore', () => {
  for (const { name, check } of connectionStoreLaws) {
    test(name, () => check(openMemorySubject));
  }
});
