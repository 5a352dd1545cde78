import type { RateLimiter, RatePolicy } from '@dialpad-cti/core';
import { rateLimiterLaws } from '@dialpad-cti/core/testing';
import { Client } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';

import { openFreshDatabase } from '../embedded/index.ts';
import { openPostgresRateLimiter } from './open-rate-limiter.ts';

const POLICY: RatePolicy = { name: 'test', quota: 10, windowSeconds: 600 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the Postgres RateLimiter', () => {
  for (const { name, check } of rateLimiterLaws) {
    test(name, () => check(async () => (await openMany(1)).first));
  }
});

describe('two that share a database, each asked in turn, as one', () => {
  for (const { name, check } of rateLimiterLaws) {
    test(name, () =>
      check(async () => {
        const { first, second } = await openMany(2);
        let turns = 0;
        const next = (): RateLimiter => {
          turns += 1;
          return turns % 2 === 0 ? first : second;
        };
        return {
          take: (policy, key) => next().take(policy, key),
          peek: (policy, key) => next().peek(policy, key),
        };
      }),
    );
  }
});

test('a key that is used up costs no query until its window ends', async () => {
  const { first, query } = await openMany(1);
  for (let nth = 0; nth <= POLICY.quota; nth += 1) await first.take(POLICY, 'key');
  // Behind its back the count is gone: who asked the database would be let in.
  await query('DELETE FROM rate_limits');
  const answers = [await first.take(POLICY, 'key'), await first.peek(POLICY, 'key')];
  expect(answers.map((answer) => answer._unsafeUnwrap().isAllowed)).toEqual([false, false]);
});

test('a window that a wrong clock has made too long keeps nobody out', async () => {
  const { first, second, query } = await openMany(2);
  const fresh = { isAllowed: true, remaining: POLICY.quota - 1 };
  for (const operation of ['peek', 'take'] as const) {
    for (let nth = 0; nth < POLICY.quota; nth += 1) await first.take(POLICY, operation);
    // As if the clock of the first had been a day ahead.
    await query('UPDATE rate_limits SET expire = expire + 86400000');
    expect((await second[operation](POLICY, operation))._unsafeUnwrap()).toMatchObject(fresh);
  }
  const { remaining } = (await second.take(POLICY, 'take'))._unsafeUnwrap();
  expect(remaining).toBe(POLICY.quota - 2);
});

test('what is counted by is not readable in the table', async () => {
  const { first, query } = await openMany(1);
  await first.take(POLICY, '203.0.113.7');
  const rows = await query('SELECT row_to_json(t)::text AS row FROM rate_limits AS t');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('203.0.113');
});

test('a database with another isolation by default counts as well', async () => {
  const { url, query } = await openMany(1);
  await query(
    `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET default_transaction_isolation = 'serializable'`,
  );
  const { first, second } = await openMany(2, url);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_none, nth) => (nth % 2 ? first : second).take(POLICY, 'key')),
  );
  expect(answers.filter((answer) => answer._unsafeUnwrap().isAllowed)).toHaveLength(POLICY.quota);
});

test('a database that is gone gives errors as values', async () => {
  const { rateLimiter, close } = openPostgresRateLimiter({
    url: 'postgres://u:p@127.0.0.1:1/none',
  });
  closers.push(close);
  const answers = [await rateLimiter.take(POLICY, 'key'), await rateLimiter.peek(POLICY, 'key')];
  expect(answers.map((answer) => answer._unsafeUnwrapErr().kind)).toEqual([
    'store-unavailable',
    'store-unavailable',
  ]);
});

/** Limiters that stand for processes, and a way to look behind them. */
async function openMany(count: 1 | 2, database?: string) {
  const url = database ?? (await freshUrl());
  const opened = Array.from({ length: count }, () => openPostgresRateLimiter({ url }));
  closers.push(...opened.map(({ close }) => close));
  const query = async (text: string): Promise<readonly unknown[]> => {
    const client = new Client({ connectionString: url, options: '-c app.role=limiter' });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const [first, second] = opened.map(({ rateLimiter }) => rateLimiter);
  if (first === undefined) throw new Error('none was opened');
  return { url, first, second: second ?? first, query };
}

async function freshUrl(): Promise<string> {
  const { url, drop } = await openFreshDatabase();
  closers.push(drop);
  return url;
}
