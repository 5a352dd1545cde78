import { describe, expect, test } from 'vitest';

import { createMemorySlowHash } from './slow-hash.ts';

describe('memory SlowHash', () => {
  const slowHash = createMemorySlowHash();

  test('matches the text that was hashed and no other', async () => {
    const hash = await slowHash.hash('raw_key');
    expect(await slowHash.matches('raw_key', hash)).toBe(true);
    expect(await slowHash.matches('raw_kez', hash)).toBe(false);
    expect(await slowHash.matches('', hash)).toBe(false);
  });

  test('never gives one text the same hash twice, nor shows it', async () => {
    const [one, other] = await Promise.all([slowHash.hash('raw_key'), slowHash.hash('raw_key')]);
    expect(one).not.toBe(other);
    expect(one).not.toContain('raw_key');
  });

  test('matches nothing with what is no hash of its own', async () => {
    for (const hash of ['', 'scrypt', 'scrypt$$', '$2b$10$abcdef', 'raw_key']) {
      expect(await slowHash.matches('raw_key', hash)).toBe(false);
    }
  });
});
