import { describe, test } from 'vitest';

import { eventStoreLaws } from '../testing/event-store-laws.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';

describe('the memory EventStore', () => {
  for (const { name, check } of eventStoreLaws) {
    test(name, () => check(openMemorySubject));
  }
});
