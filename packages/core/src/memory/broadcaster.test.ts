import { describe, expect, test } from 'vitest';

import { broadcasterLaws } from '../testing/broadcaster-laws.ts';
import { createMemoryBroadcaster } from './broadcaster.ts';

describe('the memory Broadcaster', () => {
  for (const { name, check } of broadcasterLaws) {
    test(name, () => check(async () => createMemoryBroadcaster()));
  }
});

test('who comes or goes during a publication is not told of it', async () => {
  const broadcaster = createMemoryBroadcaster();
  const told: string[] = [];
  broadcaster.subscribe(() => {
    leave();
    broadcaster.subscribe(() => told.push('who came'));
  });
  const leave = broadcaster.subscribe(() => told.push('who went'));
  await broadcaster.publish([]);
  expect(told).toEqual([]);
});
