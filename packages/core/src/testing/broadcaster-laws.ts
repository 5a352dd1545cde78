import assert from 'node:assert/strict';

import type { Update } from '../domain/update.ts';
import type { Broadcaster } from '../ports/broadcaster.ts';
import { answered } from './harness/answered.ts';
import { sampleUpdates } from './harness/sample-updates.ts';
import type { Law } from './law.ts';

/** All that the port `Broadcaster` promises. */
export const broadcasterLaws: readonly Law<Broadcaster>[] = [
  {
    name: 'every listener gets every update, in the order given',
    check: async (open) => {
      const broadcaster = await open();
      const ears = [listen(broadcaster), listen(broadcaster), listen(broadcaster)];
      const updates = sampleUpdates(30);
      for (let start = 0; start < updates.length; start += 10) {
        await answered(broadcaster.publish(updates.slice(start, start + 10)));
      }
      for (const { heard } of ears) await assertHears(heard, updates);
    },
  },
  {
    name: 'a listener that throws harms no other, and not the publication',
    check: async (open) => {
      const broadcaster = await open();
      const before = listen(broadcaster);
      broadcaster.subscribe(() => {
        throw new Error('a listener may throw');
      });
      const after = listen(broadcaster);
      const updates = sampleUpdates(2);
      for (const update of updates) await answered(broadcaster.publish([update]));

      await assertHears(before.heard, updates);
      await assertHears(after.heard, updates);
    },
  },
  {
    name: 'a listener hears from the next publication on, until it is taken away',
    check: async (open) => {
      const broadcaster = await open();
      const witness = listen(broadcaster);
      const [first, second, third] = sampleUpdates(3);
      assert.ok(first && second && third);
      await answered(broadcaster.publish([first]));
      await assertHears(witness.heard, [first]);
      const listener = listen(broadcaster);
      await answered(broadcaster.publish([second]));
      await assertHears(listener.heard, [second]);
      listener.leave();
      await answered(broadcaster.publish([third]));

      await assertHears(witness.heard, [first, second, third]);
      assert.deepEqual(listener.heard, [second]);
    },
  },
  {
    name: 'taking a listener away takes no other, also when done twice or of the same function',
    check: async (open) => {
      const broadcaster = await open();
      const heard: Update[] = [];
      const hear = (updates: readonly Update[]) => void heard.push(...updates);
      const leave = broadcaster.subscribe(hear);
      broadcaster.subscribe(hear);
      leave();
      leave();
      const updates = sampleUpdates(1);
      await answered(broadcaster.publish(updates));

      await assertHears(heard, updates);
    },
  },
  {
    name: 'a publication without listeners, or of nothing, is no error',
    check: async (open) => {
      const broadcaster = await open();
      await answered(broadcaster.publish(sampleUpdates(1)));
      await answered(broadcaster.publish([]));
    },
  },
];

interface Ear {
  readonly heard: readonly Update[];
  readonly leave: () => void;
}

function listen(broadcaster: Broadcaster): Ear {
  const heard: Update[] = [];
  return { heard, leave: broadcaster.subscribe((updates) => void heard.push(...updates)) };
}

const PATIENCE_MS = 10_000;

/** A broadcaster may deliver after it has answered: waits until all is there, then compares. */
async function assertHears(heard: readonly Update[], expected: readonly Update[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (heard.length < expected.length && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.deepEqual(heard, expected);
}
