import { describe, test } from 'vitest';

import { dialpadClientLaws } from '../testing/dialpad-client-laws.ts';
import { dialpadOAuthLaws } from '../testing/dialpad-oauth-laws.ts';
import { openMemoryDialpadSubject } from '../testing/memory-dialpad-subject.test.support.ts';

describe('DialpadClient in memory', () => {
  for (const { name, check } of dialpadClientLaws) {
    test(name, () => check(openMemoryDialpadSubject));
  }
});

describe('DialpadOAuth in memory', () => {
  for (const { name, check } of dialpadOAuthLaws) {
    test(name, () => check(openMemoryDialpadSubject));
  }
});
