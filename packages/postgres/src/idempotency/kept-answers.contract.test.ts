import { createHash, randomUUID } from 'node:crypto';

import type { OnceRequest } from '@dialpad-cti/core';
import { errAsync, okAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import { bindToText, createSealingKey, type SealingKeys, unseal } from '../sealing.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';

const API_KEY = 'raw_an API key that is shown once';
const DAY_MS = 86_400_000;

let storage: TestStorage;
let time = Date.now();

beforeAll(async () => {
  storage = await openTestStorage({ now: () => time });
});
afterAll(() => storage.close());

test('nothing of a kept answer, of its key or of what was asked is readable', async () => {
  const request = newRequest();
  const body = JSON.stringify({ api_key: API_KEY });
  await storage.idempotencyStore.once(request, () => okAsync({ status: 201, body }));
  const kept = await storage.query<{ readonly row: string }>(
    'once',
    'SELECT row_to_json(t)::text AS row FROM kept_answers AS t',
  );
  const text = kept.map(({ row }) => row).join('\n');
  for (const secret of [API_KEY, 'api_key', 'status', request.key, request.digest]) {
    expect(text).not.toContain(Buffer.from(secret).toString('utf8'));
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  }
  const [row] = await storage.query<{ readonly keyId: string; readonly bytes: Uint8Array }>(
    'once',
    `SELECT answer_key_id AS "keyId", answer AS bytes FROM kept_answers
     WHERE key_digest = sha256($1::bytea)`,
    [Buffer.from(request.key)],
  );
  const rowId = createHash('sha256').update(request.key).digest('hex');
  const place = { table: 'kept_answers', column: 'answer', appId: '', rowId };
  const open = (keys: SealingKeys) => unseal(keys, place, row ?? { keyId: '', bytes: Buffer.of() });
  expect(open(bindToText([createSealingKey(TEST_KEY)], request.key))).toContain(API_KEY);
  expect(() => open([createSealingKey(TEST_KEY)])).toThrow('does not open');
  for (const role of ['', 'keeper', 'desk', 'operator', 'intake', 'worker', 'limiter']) {
    expect(await storage.query(role, 'SELECT 1 FROM kept_answers')).toEqual([]);
  }
});

test('an answer opens with the key that sealed it, also when that is the older one now', async () => {
  const request = newRequest();
  const answer = { status: 200, body: 'sealed under the first' };
  await storage.idempotencyStore.once(request, () => okAsync(answer));
  const newKey = 'another key for tests, of thirty-two characters';
  const ask = (server: Postgres) =>
    server.idempotencyStore.once(request, () => okAsync({ status: 200, body: 'done again' }));

  await withServer([newKey, TEST_KEY], async (server) => {
    expect((await ask(server))._unsafeUnwrap()).toEqual(answer);
  });
  await withServer([newKey], async (server) => {
    expect((await ask(server))._unsafeUnwrapErr().kind).toBe('store-unavailable');
  });
});

test('an answer that was moved to another key is refused', async () => {
  const [first, second] = [newRequest(), newRequest()];
  for (const request of [first, second]) {
    await storage.idempotencyStore.once(request, () => okAsync({ status: 200, body: '{}' }));
  }
  await storage.query(
    'once',
    `UPDATE kept_answers SET answer = (
       SELECT answer FROM kept_answers WHERE key_digest = sha256($1::bytea)
     ) WHERE key_digest = sha256($2::bytea)`,
    [Buffer.from(first.key), Buffer.from(second.key)],
  );
  const outcome = await storage.idempotencyStore.once(second, () => errAsync('not done'));
  expect(outcome._unsafeUnwrapErr()).toMatchObject({ kind: 'store-unavailable' });
});

test('an answer is kept for a day; then its key may come with something else', async () => {
  const request = newRequest();
  const ask = async (body: string, asked = request) =>
    (await storage.idempotencyStore.once(asked, () => okAsync({ status: 200, body }))).match(
      (answer) => answer.body,
      ({ kind }) => kind,
    );
  expect(await ask('first')).toBe('first');
  time += DAY_MS - 1;
  expect(await ask('second')).toBe('first');
  expect(await ask('other', { ...request, digest: new Uint8Array(32) })).toBe(
    'idempotency-key-reused',
  );
  time += 1;
  expect(await ask('other', { ...request, digest: new Uint8Array(32) })).toBe('other');
  expect(await ask('again', { ...request, digest: new Uint8Array(32) })).toBe('other');
});

test('answers whose time is over go in passing, so many at a time', async () => {
  for (let nth = 0; nth < 130; nth += 1) {
    await storage.idempotencyStore.once(newRequest(), () => okAsync({ status: 200, body: '{}' }));
  }
  time += 2 * DAY_MS;
  const counts: number[] = [];
  for (let nth = 0; nth < 3; nth += 1) {
    await storage.idempotencyStore.once(newRequest(), () => okAsync({ status: 200, body: '{}' }));
    counts.push((await storage.query('once', 'SELECT 1 FROM kept_answers')).length);
  }
  expect(counts[0]).toBeGreaterThanOrEqual(31);
  expect(counts.slice(1)).toEqual([2, 3]);
});

function newRequest(): OnceRequest {
  return { key: randomUUID(), digest: Buffer.from(randomUUID()) };
}

async function withServer(
  encryptionKeys: readonly [string, ...string[]],
  work: (server: Postgres) => Promise<void>,
): Promise<void> {
  const server = await openPostgres({ url: storage.url, encryptionKeys });
  try {
    await work(server);
  } finally {
    await server.close();
  }
}
