import { describe, expect, test, vi } from 'vitest';

import { createSlowHashCheck } from './check-slow-hashes.ts';

const suspect = (name: string, hash = name) => ({
  fingerprint: name,
  apiKey: name,
  keyId: name,
  hash,
});

/** A slow hash that ends when it is told to; a key fits the hash of the same text. */
function openWorld(size = 100) {
  const running: (() => void)[] = [];
  const log = { checked: [] as string[], mismatched: [] as string[], mostAtOnce: 0, fails: 0 };
  let atOnce = 0;
  const check = createSlowHashCheck({
    size,
    onMismatch: ({ keyId }) => log.mismatched.push(keyId),
    slowHash: {
      hash: async (text) => text,
      async matches(text, hash) {
        log.checked.push(text);
        atOnce += 1;
        log.mostAtOnce = Math.max(log.mostAtOnce, atOnce);
        await new Promise<void>((resolve) => running.push(resolve));
        atOnce -= 1;
        if (log.fails-- > 0) throw new Error('out of memory');
        return text === hash;
      },
    },
  });
  return { check, log, running, finishAll: () => finishAll(running, () => atOnce === 0) };
}

const finishAll = (running: (() => void)[], isIdle: () => boolean): Promise<void> =>
  vi.waitFor(() => {
    for (const finish of running.splice(0)) finish();
    expect(isIdle()).toBe(true);
    expect(running).toEqual([]);
  }, 20_000);

describe('the check of slow hashes', () => {
  test('takes two keys at a time and each key once', async () => {
    const { check, log, finishAll: finish } = openWorld();
    const names = Array.from({ length: 9 }, (_, index) => `key ${index}`);
    for (const name of [...names, ...names]) check.begin(suspect(name));
    expect(log.checked).toHaveLength(2);
    await vi.waitFor(async () => {
      await finish();
      expect(log.checked).toHaveLength(9);
    }, 20_000);
    for (const name of names) check.begin(suspect(name));
    expect(log.checked).toEqual(names);
    expect(log.mostAtOnce).toBe(2);
    expect(log.mismatched).toEqual([]);
  });

  test('refuses a key from its mismatch on, and no other', async () => {
    const { check, log, finishAll: finish } = openWorld();
    check.begin(suspect('good'));
    check.begin(suspect('bad', 'other hash'));
    expect(check.isRefused('bad')).toBe(false);
    await finish();
    expect(check.isRefused('bad')).toBe(true);
    expect(check.isRefused('good')).toBe(false);
    expect(check.isRefused('never seen')).toBe(false);
    expect(log.mismatched).toEqual(['bad']);
  });

  test('a check that failed decides nothing and is made again', async () => {
    const { check, log, finishAll: finish } = openWorld();
    log.fails = 1;
    check.begin(suspect('bad', 'other hash'));
    await finish();
    expect(check.isRefused('bad')).toBe(false);
    check.begin(suspect('bad', 'other hash'));
    await finish();
    expect(check.isRefused('bad')).toBe(true);
  });

  test('lets no more wait than it was made for; those are checked when they come again', async () => {
    const { check, log, finishAll: finish } = openWorld(3);
    const names = Array.from({ length: 9 }, (_, index) => `key ${index}`);
    for (const name of names) check.begin(suspect(name));
    await vi.waitFor(async () => {
      await finish();
      expect(log.checked).toHaveLength(5);
    }, 20_000);
    check.begin(suspect('key 8'));
    expect(log.checked).toContain('key 8');
    await finish();
  });
});
