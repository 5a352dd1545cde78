import { afterAll, beforeAll, expect, test } from 'vitest';

import { callStories } from './testing/call-stories.test.support.ts';
import { expectStored } from './testing/expect-stored.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { patientSender } from './testing/patient-sender.test.support.ts';
import { seededRandom } from './testing/seeded-random.test.support.ts';

/** Four moments of each kind. `anywhere` is after so many answers, wherever the server then is. */
const POINTS = [
  'before-append',
  'in-append',
  'after-append',
  'in-batch',
  'after-batch',
  'anywhere',
] as const;
const MOMENTS = POINTS.flatMap((point) => [point, point, point, point]);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('loses and doubles no event that it acknowledged, at whatever moment it is killed', async () => {
  const random = seededRandom(20);
  const firstId = 6_200_000_000_000_000;
  const stories = callStories({ random, calls: 250, firstId, begunAt: Date.UTC(2026, 8, 1, 8) });
  const sender = patientSender(random.shuffled(stories.flat()));
  const first = await stage.start();
  const tenant = await first.client.createTenant('Killed');
  await first.stop();

  for (const point of random.shuffled(MOMENTS)) {
    const isFaulty = point !== 'anywhere';
    const environment = { CTI_FAULT: `${point}:${1 + random.below(6)}` };
    const server = await stage.start({ isFaulty, environment });
    const last = sender.acknowledged.size + 1 + random.below(40);
    const onAcknowledged = (): void => {
      if (!isFaulty && sender.acknowledged.size === last) server.kill('SIGKILL');
    };
    await sender.send({ client: server.client, tenant, onAcknowledged });
    // Otherwise the sender is done, and the server was not killed.
    expect(sender.acknowledged.size).toBeLessThan(1500);
    expect({ point, signal: (await server.exit).signal }).toEqual({ point, signal: 'SIGKILL' });
  }

  const { client } = await stage.start();
  await sender.send({ client, tenant });
  expect(sender.refusals).toEqual([]);
  // None of those was ever sent again after its answer: were one lost, it would be missing now.
  expect(sender.acknowledged.size).toBe(1500);
  await expectStored({ client, tenant, stories });
});
