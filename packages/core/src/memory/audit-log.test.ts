import { describe, test } from 'vitest';

import { auditLogLaws } from '../testing/audit-log-laws.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';

describe('the memory AuditLog', () => {
  for (const { name, check } of auditLogLaws) test(name, () => check(openMemorySubject));
});
