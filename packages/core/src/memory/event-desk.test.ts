import { describe, test } from 'vitest';

import { eventDeskLaws } from '../testing/event-desk-laws.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';

describe('the memory EventDesk', () => {
  for (const { name, check } of eventDeskLaws) {
    test(name, () => check(openMemorySubject));
  }
});
