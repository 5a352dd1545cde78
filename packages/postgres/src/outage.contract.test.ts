import { connect, createServer, type Server, type Socket } from 'node:net';

import { planBatch } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestCluster, type TestCluster } from './embedded/index.ts';
import { openListener } from './open-listener.ts';
import { openPostgres, type Postgres } from './open-postgres.ts';
import { prepareTemplate } from './schema/prepare-template.ts';
import { addTestApp, TEST_ACT, testEvent } from './testing/test-app.test.support.ts';

let cluster: TestCluster;
let line: Line;
let postgres: Postgres;
let appId = '';

beforeAll(async () => {
  cluster = await openTestCluster({ durable: true });
  await prepareTemplate(cluster.url);
  line = await openLine(cluster.port);
  postgres = await openPostgres({ url: urlOverLine(), encryptionKeys: ['any key'] });
  appId = await addTestApp(postgres);
});
afterAll(async () => {
  await postgres.close();
  await line.close();
  await cluster.stop();
});

test('a killed Postgres gives errors as values, and everything goes on when it is back', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const sending = Array.from({ length: 40 }, async (_none, index) => {
      const call = `${round}-${index}`;
      if (index > 5) await new Promise(setImmediate);
      const outcome = await postgres.eventStore.append([testEvent(appId, call)]);
      if (outcome.isOk()) acknowledged.push(call);
    });
    const working = postgres.eventStore.processBatch(10, planBatch);
    await cluster.kill();
    await Promise.all([...sending, working]);
    expect((await postgres.keyStore.app(appId)).isErr()).toBe(true);

    await cluster.restart();
    await untilOk(() => postgres.eventStore.append([testEvent(appId, `after ${round}`)]));
    acknowledged.push(`after ${round}`);
  }
  await untilOk(() => postgres.eventStore.processBatch(200, planBatch));
  await untilDrained();
  const found = await Promise.all(
    acknowledged.map((call) => postgres.recordReader.call(appId, call)),
  );
  expect(found.map((outcome) => outcome._unsafeUnwrap()?.dialpad_call_id)).toEqual(acknowledged);
  const { dead, retrying } = (await postgres.eventStore.queue())._unsafeUnwrap();
  expect({ dead, retrying }).toEqual({ dead: 0, retrying: 0 });
});

test('a line that swallows everything ends in an error value, and is replaced when it heals', async () => {
  await Promise.all([1, 2, 3].map((call) => postgres.eventStore.append([testEvent(appId, call)])));
  const { eventStore, recordReader, updateLog, keyStore } = postgres;
  const swallowed = Promise.withResolvers<void>();
  const batch = eventStore.processBatch(10, (events) => {
    line.swallow(true);
    swallowed.resolve();
    return planBatch(events);
  });
  await swallowed.promise;
  const outcomes = await Promise.all([
    batch,
    eventStore.append([testEvent(appId, 'swallowed')]),
    eventStore.queue(),
    recordReader.call(appId, 'any'),
    updateLog.head(appId),
    keyStore.credentialsEpoch(),
    keyStore.hook('any'),
  ]);
  expect(outcomes.map((outcome) => outcome.isErr())).toEqual(outcomes.map(() => true));

  line.swallow(false);
  await untilOk(() => eventStore.append([testEvent(appId, 'healed')]));
  await untilOk(() => recordReader.calls(appId, { sort: 'started_at', limit: 10 }));
  await untilDrained();
  await until(() => line.stuck() === 0);
});

test('a listener hears of events and credentials, also after its line was cut', async () => {
  let [events, credentials] = [0, 0];
  const listener = openListener({
    url: urlOverLine(),
    checkEveryMs: 50,
    onEvents: () => {
      events += 1;
    },
    onCredentials: () => {
      credentials += 1;
    },
  });
  try {
    await until(() => events > 0 && credentials > 0);
    for (let round = 0; round < 2; round += 1) {
      [events, credentials] = [0, 0];
      await untilOk(() => postgres.eventStore.append([testEvent(appId, `heard ${round}`)]));
      await until(() => events > 0);
      await untilOk(() => postgres.keyStore.setAppActive(appId, round === 1, TEST_ACT));
      await until(() => credentials > 0);
      [events, credentials] = [0, 0];
      line.cut();
      await until(() => events > 0 && credentials > 0);
    }
  } finally {
    await listener.close();
  }
});

function urlOverLine(): string {
  const url = new URL(cluster.url);
  url.port = String(line.port);
  url.pathname = '/dialpad_cti_template';
  return url.href;
}

async function untilDrained(): Promise<void> {
  for (;;) {
    const report = await postgres.eventStore.processBatch(200, planBatch);
    if (report.isOk() && report.value.processed + report.value.failed === 0) return;
  }
}

async function untilOk<Value, Fault>(work: () => ResultAsync<Value, Fault>): Promise<void> {
  await until(async () => (await work()).isOk());
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

interface Line {
  readonly port: number;
  /** Takes everything and passes nothing on, in either direction, without closing. */
  swallow(isSwallowing: boolean): void;
  /** Open connections of which something was swallowed: no answer will ever come. */
  stuck(): number;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** A line to Postgres that can be broken without a word to either end. */
async function openLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const stuck = new Set<Socket>();
  let isSwallowing = false;
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (bytes: Buffer) => {
      if (isSwallowing) stuck.add(from);
      else to.write(bytes);
    });
    from.on('error', () => {});
    from.on('close', () => {
      stuck.delete(from);
      to.destroy();
    });
    sockets.add(from);
  };
  const server: Server = createServer((inner) => {
    const outer = connect(target, '127.0.0.1');
    pass(inner, outer);
    pass(outer, inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    swallow: (swallowing) => {
      isSwallowing = swallowing;
    },
    stuck: () => stuck.size,
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
