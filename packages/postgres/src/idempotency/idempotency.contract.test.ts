import { randomUUID } from 'node:crypto';

import type { KeptAnswer, OnceRequest } from '@dialpad-cti/core';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('work that is cut off from the database leaves neither its change nor an answer', async () => {
  const request = newRequest();
  const before = await rows();
  const outcome = await storage.idempotencyStore.once(request, () =>
    making(storage).andThen((answer) =>
      ResultAsync.fromSafePromise(cutOffWork().then(() => answer)),
    ),
  );
  expect(outcome._unsafeUnwrapErr()).toMatchObject({ kind: 'store-unavailable' });
  expect(await rows()).toEqual(before);

  const again = await storage.idempotencyStore.once(request, () => making(storage));
  const { body } = again._unsafeUnwrap();
  expect((await storage.keyStore.app(body))._unsafeUnwrap()?.appId).toBe(body);
  expect(await rows()).toMatchObject({ apps: before.apps + 1, answers: before.answers + 1 });
});

test('work that fails halfway leaves nothing of what it changed', async () => {
  const request = newRequest();
  const before = await rows();
  const outcome = await storage.idempotencyStore.once(request, () =>
    making(storage).andThen(() => errAsync({ kind: 'fault-of-a-test' as const })),
  );
  expect(outcome._unsafeUnwrapErr()).toEqual({ kind: 'fault-of-a-test' });
  expect(await rows()).toEqual(before);
});

test('what is decided of events is part of it as well', async () => {
  const selection = { state: 'unrouted' } as const;
  const delivery = { appId: null, hookId: 'default', body: Buffer.from('{}') };
  await storage.eventStore.setAside({ ...delivery, reason: 'unrouted' });
  const purging = () =>
    storage.eventDesk
      .purge(selection, { limit: 10 }, TEST_ACT)
      .andThen((handled) => errAsync({ kind: 'fault-of-a-test' as const, handled }));
  const outcome = await storage.idempotencyStore.once(newRequest(), purging);
  expect(outcome._unsafeUnwrapErr()).toMatchObject({ handled: { count: 1 } });
  expect((await storage.eventDesk.countHeld(selection))._unsafeUnwrap()).toBe(1);
});

test('a part that fails takes all back, also when the work goes on as if it had not', async () => {
  const request = newRequest();
  const before = await rows();
  const kinds: string[] = [];
  const outcome = await storage.idempotencyStore.once(request, () =>
    making(storage).andThen((answer) =>
      ResultAsync.fromSafePromise(
        (async () => {
          // A hook of that id is there already: the database refuses the second.
          for (const appId of [answer.body, answer.body, answer.body]) {
            const hook = { hookId: request.key, appId, secret: 'the secret of a hook in a test' };
            const made = await storage.keyStore.createHook(hook, TEST_ACT);
            kinds.push(made.isOk() ? 'ok' : made.error.kind);
          }
          return answer;
        })(),
      ),
    ),
  );
  expect(kinds).toEqual(['ok', 'store-unavailable', 'store-unavailable']);
  expect(outcome._unsafeUnwrapErr()).toMatchObject({ kind: 'store-unavailable' });
  expect(await rows()).toEqual(before);
});

test('parts that the work begins at the same time are all in it', async () => {
  const request = newRequest();
  const before = await rows();
  const outcome = await storage.idempotencyStore.once(request, () =>
    ResultAsync.combine([making(storage), making(storage), making(storage)]).andThen((answers) =>
      errAsync({ kind: 'fault-of-a-test' as const, answers: answers.length }),
    ),
  );
  expect(outcome._unsafeUnwrapErr()).toEqual({ kind: 'fault-of-a-test', answers: 3 });
  expect(await rows()).toEqual(before);
});

test('what was begun by work and goes on after it has transactions of its own', async () => {
  const go = Promise.withResolvers<void>();
  const late = Promise.withResolvers<KeptAnswer>();
  const answer = { status: 200, body: '{}' };
  const outcome = await storage.idempotencyStore.once(newRequest(), () => {
    void go.promise.then(() => making(storage)).then((made) => made.map(late.resolve));
    return okAsync(answer);
  });
  expect(outcome._unsafeUnwrap()).toEqual(answer);
  go.resolve();
  const { body } = await late.promise;
  expect((await storage.keyStore.app(body))._unsafeUnwrap()?.appId).toBe(body);
});

test('the work of another storage is not part of it', async () => {
  await withServer(async (other) => {
    let made = '';
    await storage.idempotencyStore.once(newRequest(), () =>
      making(other).andThen(({ body }) => {
        made = body;
        return errAsync({ kind: 'fault-of-a-test' as const });
      }),
    );
    expect((await storage.keyStore.app(made))._unsafeUnwrap()?.appId).toBe(made);
  });
});

test('many processes that get one key together do the work once', async () => {
  await withServer(async (second) => {
    await withServer(async (third) => {
      for (let round = 0; round < 5; round += 1) {
        const request = newRequest();
        const before = await rows();
        const servers = [storage, second, third];
        const answers = await Promise.all(
          Array.from({ length: 21 }, (_none, nth) => servers[nth % 3] ?? storage).map((server) =>
            server.idempotencyStore.once(request, () => making(server)),
          ),
        );
        const bodies = answers.map((answer) => answer._unsafeUnwrap().body);
        expect(new Set(bodies).size).toBe(1);
        expect(await rows()).toMatchObject({
          apps: before.apps + 1,
          answers: before.answers + 1,
        });
      }
    });
  });
});

test('however many wait with one key, other keys find a connection', async () => {
  const held = newRequest();
  const go = Promise.withResolvers<void>();
  const answer = { status: 200, body: '{}' };
  const waiting = Array.from({ length: 20 }, () =>
    storage.idempotencyStore.once(held, () =>
      ResultAsync.fromSafePromise(go.promise.then(() => answer)),
    ),
  );
  for (let nth = 0; nth < 6; nth += 1) {
    const other = await storage.idempotencyStore.once(newRequest(), () => okAsync(answer));
    expect(other.isOk()).toBe(true);
  }
  go.resolve();
  const outcomes = await Promise.all(waiting);
  expect(outcomes.map((outcome) => outcome._unsafeUnwrap())).toEqual(outcomes.map(() => answer));
});

function newRequest(): OnceRequest {
  return { key: randomUUID(), digest: Buffer.from(randomUUID()) };
}

/** Work that makes an app; its answer is the app's id. */
function making(server: Pick<Postgres, 'keyStore'>): ResultAsync<KeptAnswer, never> {
  return ResultAsync.fromSafePromise(addTestApp(server)).map((appId) => ({
    status: 201,
    body: appId,
  }));
}

async function cutOffWork(): Promise<void> {
  const ended = await storage.query(
    '',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction'`,
  );
  expect(ended).toHaveLength(1);
}

async function rows() {
  const count = async (role: string, table: string): Promise<number> =>
    (await storage.query(role, `SELECT 1 FROM ${table}`)).length;
  return {
    apps: await count('keeper', 'apps'),
    hooks: await count('keeper', 'dialpad_webhooks'),
    entries: await count('operator', 'audit_log'),
    answers: await count('once', 'kept_answers'),
  };
}

async function withServer(work: (server: Postgres) => Promise<void>): Promise<void> {
  const server = await openPostgres({ url: storage.url, encryptionKeys: [TEST_KEY] });
  try {
    await work(server);
  } finally {
    await server.close();
  }
}
