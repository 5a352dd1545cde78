import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { cutListeners } from './testing/cut-listeners.test.support.ts';
import {
  type DialpadStage,
  openDialpadStage,
  type SetUpApp,
} from './testing/open-dialpad-stage.test.support.ts';
import { scenarios } from './testing/scenarios.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const HOUR_MS = 3_600_000;
const STORIES = 160;
/** Stories from one rotation to the next. */
const BETWEEN = 20;
const MOST_PENDING = 10;

let dialpad: DialpadStage;
/** Where Dialpad's deliveries arrive, and where the operator's requests do. */
let taking: TestServer;
let operated: TestServer;
let app: SetUpApp;
beforeAll(async () => {
  dialpad = await openDialpadStage();
  taking = await dialpad.start();
  operated = await dialpad.start({ isReachable: false });
  app = await dialpad.setUpApp('Harborview');
});
afterAll(() => dialpad.close());

const rotate = ({ url }: TestServer) =>
  ask(`${url}/internal/webhooks/${app.hookId}/rotate-secret`, { body: {} });
const secret = (): string => dialpad.simulator.setUp().webhooks[0]?.secret ?? '';
const hook = async () =>
  // As the API answers it.
  (await ask(`${taking.url}/internal/webhooks/${app.hookId}`)).body['data'] as {
    readonly rotation_open: boolean;
    readonly previous_secret_until: string | null;
  };
let nextEvent = 1;
const deliver = (signedWith: string): Promise<number> => {
  nextEvent += 1;
  const event = { test: nextEvent, event_timestamp: Date.now() };
  return taking.client.deliver(app.hookId, signEvent(event, signedWith));
};

test.each([
  ['', false],
  [', though the processes hear nothing of one another', true],
])('rotations amid traffic refuse no event%s', async (_how, isCut) => {
  const { simulator } = dialpad;
  const cuts = isCut ? cutListeners(dialpad.stage) : null;
  const before = simulator.deliveries().events;
  const names = [...scenarios.texts, ...scenarios.calls];
  const rotations: Promise<Reply>[] = [];
  const secrets = new Set<string>();
  for (let nth = 0; nth < STORIES; nth += 1) {
    simulator.play(names[nth % names.length] ?? '', { speed: Number.POSITIVE_INFINITY });
    // So none is on its way for so long that two rotations overtake it.
    await waitFor('answers', () => simulator.deliveries().pending < MOST_PENDING);
    if (nth % BETWEEN === BETWEEN / 2) {
      await rotations.at(-1);
      rotations.push(rotate(rotations.length % 2 === 0 ? operated : taking));
    }
    secrets.add(secret());
  }
  await simulator.settled();
  await cuts?.end();

  const answers = await Promise.all(rotations);
  secrets.add(secret());
  expect(answers.map(({ status }) => status)).toEqual(Array(STORIES / BETWEEN).fill(200));
  expect(secrets.size).toBe(answers.length + 1);
  const { events, ...rest } = simulator.deliveries();
  expect(events - before).toBeGreaterThan(500);
  expect(rest).toEqual({ attempts: events, acknowledged: events, dropped: 0, lost: 0, pending: 0 });
  expect(await taking.client.list('/internal/quarantine', 'operator')).toEqual([]);
});

test('the secret before the rotation is taken until its end, which the first new delivery sets', async () => {
  const before = secret();
  expect(await deliver(before)).toBe(200);
  await waitFor('the end of the rotation before', async () => !(await hook()).rotation_open);
  expect((await rotate(operated)).status).toBe(200);
  expect(await hook()).toMatchObject({ rotation_open: true, previous_secret_until: null });
  expect(await deliver(before)).toBe(200);
  expect(await hook()).toMatchObject({ rotation_open: true });

  const rotatedAt = Date.now();
  expect(await deliver(secret())).toBe(200);
  await waitFor('the end', async () => !(await hook()).rotation_open);
  const until = Date.parse((await hook()).previous_secret_until ?? '');
  expect(until).toBeGreaterThanOrEqual(rotatedAt + 5 * HOUR_MS);
  expect(until).toBeLessThanOrEqual(Date.now() + 5 * HOUR_MS);
  expect(await deliver(before)).toBe(200);

  // When it has passed.
  await dialpad.stage.query('ALTER TABLE dialpad_webhooks NO FORCE ROW LEVEL SECURITY');
  await dialpad.stage.query(
    `UPDATE dialpad_webhooks SET previous_secret_until = previous_secret_until - interval '5 hours'`,
  );
  await dialpad.stage.query('ALTER TABLE dialpad_webhooks FORCE ROW LEVEL SECURITY');
  await dialpad.stage.query('UPDATE credentials_epoch SET epoch = epoch + 1');
  await waitFor('a refusal', async () => (await deliver(before)) === 401);
  expect(await deliver(secret())).toBe(200);
});

test('a rotation that Dialpad refuses keeps both secrets, and goes on when it is asked for again', async () => {
  const before = secret();
  dialpad.simulator.misbehave({
    method: 'PATCH',
    path: '/api/v2/webhooks',
    answer: { kind: 'status', status: 400, body: '{"error":{"message":"not now"}}' },
  });
  expect((await rotate(operated)).status).toBe(502);
  expect(secret()).toBe(before);
  expect(await deliver(before)).toBe(200);
  expect(await hook()).toMatchObject({ rotation_open: true });
  expect((await rotate(taking)).status).toBe(200);
  expect(secret()).not.toBe(before);
  for (const signedWith of [before, secret()]) expect(await deliver(signedWith)).toBe(200);
});
