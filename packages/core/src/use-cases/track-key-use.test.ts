import fc from 'fast-check';
import { errAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import type { KeyUse } from '../ports/key-store.ts';
import { createKeyUseLog } from './track-key-use.ts';

const MINUTE_MS = 60_000;

function openWorld() {
  const clock = { time: 1_000_000 };
  const line = { isCut: false, held: Promise.resolve() };
  const writes: (readonly KeyUse[])[] = [];
  const missed: string[] = [];
  const log = createKeyUseLog({
    now: () => clock.time,
    onMissed: ({ kind }) => void missed.push(kind),
    keyStore: {
      noteKeyUses(uses) {
        if (line.isCut) return errAsync({ kind: 'store-unavailable', cause: 'cut' });
        writes.push(uses);
        return ResultAsync.fromSafePromise(line.held);
      },
    },
  });
  return { clock, line, writes, missed, log };
}

describe('the log of key uses', () => {
  test('writes the last use of each key, and nothing when there is none', async () => {
    const { log, writes, clock } = openWorld();
    await log.flush();
    for (const keyId of ['a', 'b', 'a']) {
      clock.time += 10;
      log.note(keyId);
    }
    await log.flush();
    await log.flush();
    expect(writes).toEqual([
      [
        { keyId: 'b', at: 1_000_020 },
        { keyId: 'a', at: 1_000_030 },
      ],
    ]);
  });

  test('writes a key that is used all the time once a minute, and then its last use', async () => {
    const { log, writes, clock } = openWorld();
    for (let second = 0; second <= 120; second += 1) {
      log.note('busy');
      await log.flush();
      clock.time += 1_000;
    }
    const uses = writes.flat();
    expect(uses.map(({ at }) => at)).toEqual([1_000_000, 1_060_000, 1_120_000]);
  });

  test('tries again what a flush could not write, and tells of it', async () => {
    const { log, writes, missed, line, clock } = openWorld();
    line.isCut = true;
    log.note('a');
    log.note('b');
    await log.flush();
    expect(missed).toEqual(['store-unavailable']);
    clock.time += 5;
    log.note('b');
    line.isCut = false;
    await log.flush();
    expect(writes).toEqual([
      [
        { keyId: 'a', at: 1_000_000 },
        { keyId: 'b', at: 1_000_005 },
      ],
    ]);
    await log.flush();
    expect(writes).toHaveLength(1);
  });

  test('keeps a use that comes while the one before is being written', async () => {
    const { log, writes, line, clock } = openWorld();
    const gate = Promise.withResolvers<void>();
    line.held = gate.promise;
    log.note('a');
    const flushes = [log.flush(), log.flush()];
    clock.time += 1;
    log.note('a');
    gate.resolve();
    await Promise.all(flushes);
    expect(writes).toHaveLength(1);
    clock.time += MINUTE_MS;
    await log.flush();
    expect(writes[1]).toEqual([{ keyId: 'a', at: 1_000_001 }]);
  });

  test('writes on when the clock was set back', async () => {
    const { log, writes, clock } = openWorld();
    log.note('a');
    await log.flush();
    clock.time -= 3_600_000;
    log.note('a');
    await log.flush();
    expect(writes).toHaveLength(2);
  });

  test('holds ten thousand keys, those that were used last', async () => {
    const { log, writes } = openWorld();
    for (let count = 0; count < 10_003; count += 1) log.note(`key ${count}`);
    log.note('key 3');
    log.note('one more');
    await log.flush();
    const [uses = []] = writes;
    expect(uses).toHaveLength(10_000);
    const keyIds = new Set(uses.map(({ keyId }) => keyId));
    expect(
      ['key 2', 'key 3', 'key 4', 'key 5', 'one more'].map((keyId) => keyIds.has(keyId)),
    ).toEqual([false, true, false, true, true]);
  });

  test('is never more than a minute and a flush behind, and never writes a key twice a minute', async () => {
    const step = fc.record({
      passed: fc.nat({ max: 40_000 }),
      keyId: fc.constantFrom('a', 'b', 'c'),
      act: fc.constantFrom('note', 'flush', 'cut', 'mend'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { log, writes, line, clock } = openWorld();
        const begun = clock.time;
        const used = new Map<string, number>();
        const writtenAt = new Map<string, number>();
        for (const { passed, keyId, act } of steps) {
          clock.time += passed;
          if (act === 'cut' || act === 'mend') line.isCut = act === 'cut';
          if (act === 'note') {
            log.note(keyId);
            used.set(keyId, clock.time);
          }
          if (act !== 'flush') continue;
          const before = writes.length;
          await log.flush();
          for (const use of writes.slice(before).flat()) {
            expect(use.at).toBe(used.get(use.keyId));
            const last = writtenAt.get(use.keyId) ?? begun - MINUTE_MS;
            expect(clock.time - last).toBeGreaterThanOrEqual(MINUTE_MS);
            writtenAt.set(use.keyId, clock.time);
          }
        }
        line.isCut = false;
        clock.time += MINUTE_MS;
        await log.flush();
        const stored = new Map(writes.flat().map(({ keyId, at }) => [keyId, at]));
        expect(stored).toEqual(used);
      }),
    );
  });
});
