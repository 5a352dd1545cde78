import { expect, test } from 'vitest';

import { watchParent } from './watch-parent.ts';

test('says once that the parent is another one', async () => {
  let parent = '7 6';
  let times = 0;
  const gone = Promise.withResolvers<void>();
  const onGone = (): void => {
    times += 1;
    gone.resolve();
  };
  watchParent({ ancestors: () => parent, intervalMs: 1, onGone });
  // The timer does not hold the process, which has to wait for it here.
  const hold = setInterval(() => {}, 1000);
  parent = '7 1';
  await gone.promise;
  clearInterval(hold);
  expect(times).toBe(1);
});
