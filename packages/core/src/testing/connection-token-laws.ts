import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { errAsync, okAsync, ResultAsync } from 'neverthrow';

import type { HeldTokens, TokenChange } from '../ports/connection-store.ts';
import { sampleConnection, sampleTokens } from './connection-samples.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { assertNews, needsPerson } from './harness/connection-news.ts';
import { makeApp } from './harness/make-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const AT_ONCE = 50;

/** How the tokens of a connection change, by one at a time. */
export const connectionTokenLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'changeTokens by many at once lets one after another decide, each on what the last one left',
    async check(open) {
      const subject = await open();
      const { store, appId, held: first } = await connected(subject);
      let inside = 0;
      let refreshes = 0;
      const seen: string[] = [];
      const given = [first.accessToken];
      const work = (held: HeldTokens): ResultAsync<TokenChange, never> => {
        inside += 1;
        assert.equal(inside, 1);
        seen.push(held.accessToken);
        const tokens = sampleTokens();
        return after(() => {
          inside -= 1;
          // As many only look as change something.
          if (seen.length % 2 === 0) return { kind: 'keep' };
          refreshes += 1;
          given.push(tokens.accessToken);
          return { kind: 'refreshed', tokens };
        });
      };
      const changes = await Promise.all(
        Array.from({ length: AT_ONCE }, () => answered(store.changeTokens(appId, work))),
      );

      assert.equal(refreshes, AT_ONCE / 2);
      const expected = Array.from({ length: AT_ONCE }, (_none, nth) => given[Math.ceil(nth / 2)]);
      assert.deepEqual(seen, expected);
      assert.equal((await answered(store.tokens(appId)))?.accessToken, given.at(-1));
      const answers = changes.map((change) => change?.tokens?.accessToken);
      assert.deepEqual(new Set(answers), new Set(given.slice(1)));
    },
  },
  {
    name: 'changeTokens of one app keeps no other waiting, nor whoever only looks',
    async check(open) {
      const subject = await open();
      const [one, other] = [await connected(subject), await connected(subject)];
      const { store } = one;
      const gate = Promise.withResolvers<TokenChange>();
      const begun = Promise.withResolvers<void>();
      const holding = answered(
        store.changeTokens(one.appId, () => {
          begun.resolve();
          return ResultAsync.fromSafePromise(gate.promise);
        }),
      );
      await begun.promise;
      const tokens = sampleTokens();
      await answered(store.changeTokens(other.appId, () => okAsync({ kind: 'refreshed', tokens })));
      assert.deepEqual(await answered(store.tokens(one.appId)), one.held);
      assert.equal((await answered(store.connection(one.appId)))?.state, 'connected');
      gate.resolve({ kind: 'keep' });
      assert.deepEqual(await holding, { tokens: one.held, updates: [] });
      const others = await answered(store.tokens(other.appId));
      assert.equal(others?.accessToken, tokens.accessToken);
    },
  },
  {
    name: 'putConnection and endConnection wait for who holds the tokens, and have the last word',
    async check(open) {
      const subject = await open();
      for (const ends of [false, true]) {
        const { store, appId } = await connected(subject);
        const next = sampleConnection(appId);
        const gate = Promise.withResolvers<TokenChange>();
        const begun = Promise.withResolvers<void>();
        const holding = answered(
          store.changeTokens(appId, () => {
            begun.resolve();
            return ResultAsync.fromSafePromise(gate.promise);
          }),
        );
        await begun.promise;
        const last = ends
          ? answered(store.endConnection(appId, sampleAct))
          : answered(store.putConnection(next, sampleAct));
        gate.resolve({ kind: 'refreshed', tokens: sampleTokens() });
        await Promise.all([holding, last]);
        const held = await answered(store.tokens(appId));
        assert.equal(held?.accessToken, ends ? undefined : next.tokens.accessToken);
      }
    },
  },
  {
    name: 'changeTokens that refreshes keeps the new pair, or the refresh token when there is no new one',
    async check(open) {
      const subject = await open();
      const { store, appId, held } = await connected(subject);
      await answered(store.changeTokens(appId, () => okAsync({ kind: 'unclear' })));
      const pair = sampleTokens(60);
      const alone = { ...sampleTokens(null), refreshToken: null };
      for (const tokens of [pair, alone]) {
        const before = Date.now();
        const changed = await answered(
          store.changeTokens(appId, () => okAsync({ kind: 'refreshed', tokens })),
        );
        const now = changed?.tokens;
        assert.ok(now !== null && now !== undefined);
        assert.ok(before <= now.obtainedAt && now.obtainedAt <= Date.now());
        assert.deepEqual(now, {
          accessToken: tokens.accessToken,
          refreshToken: pair.refreshToken,
          expiresAt: tokens.expiresIn === null ? null : now.obtainedAt + tokens.expiresIn * 1_000,
          obtainedAt: now.obtainedAt,
          unclearRefreshes: 0,
          lastUnclearAt: null,
          companyId: held.companyId,
        });
        assert.deepEqual(await answered(store.tokens(appId)), now);
        const status = await answered(store.connection(appId));
        assert.equal(Date.parse(status?.refreshedAt ?? ''), now.obtainedAt);
        assert.equal(status?.expiresAt === null, tokens.expiresIn === null);
      }
    },
  },
  {
    name: 'changeTokens counts the refreshes of which nobody knows what became, and keeps the tokens',
    async check(open) {
      const subject = await open();
      const { store, appId, held } = await connected(subject);
      for (const unclearRefreshes of [1, 2, 3]) {
        const before = Date.now();
        const changed = await answered(
          store.changeTokens(appId, () => okAsync({ kind: 'unclear' })),
        );
        const lastUnclearAt = changed?.tokens?.lastUnclearAt ?? 0;
        assert.ok(before <= lastUnclearAt && lastUnclearAt <= Date.now());
        const tokens = { ...held, unclearRefreshes, lastUnclearAt };
        assert.deepEqual(changed, { tokens, updates: [] });
        assert.deepEqual(await answered(store.tokens(appId)), tokens);
      }
    },
  },
  {
    name: "changeTokens that gives up holds no token any more, and the app's clients see it once",
    async check(open) {
      const subject = await open();
      const { store, appId } = await connected(subject);
      const before = await answered(store.connection(appId));
      const updates = await needsPerson(subject, appId);

      const state = 'reauthorisation_needed' as const;
      await assertNews(subject, { appId, state, updates, position: 2 });
      assert.deepEqual(await answered(store.connection(appId)), { ...before, state });
      assert.equal(await answered(store.tokens(appId)), null);
      const again = await store.changeTokens(appId, () => errAsync('never asked'));
      assert.equal(again._unsafeUnwrap(), null);
      assert.equal((await answered(subject.updateLog.head(appId)))?.position, 2);
    },
  },
  {
    name: 'changeTokens whose work fails, throws or rejects changes nothing, and lets the next one in',
    async check(open) {
      const subject = await open();
      const { store, appId, held } = await connected(subject);
      const failed = await store.changeTokens(appId, () => errAsync({ kind: 'a fault' }));
      assert.deepEqual(failed._unsafeUnwrapErr(), { kind: 'a fault' });
      await assertUnavailable(
        store.changeTokens<never>(appId, () => {
          throw new Error('it throws');
        }),
      );
      await assertUnavailable(
        store.changeTokens<never>(
          appId,
          () => new ResultAsync(Promise.reject(new Error('it rejects'))),
        ),
      );
      assert.deepEqual(await answered(store.tokens(appId)), held);
      const kept = await answered(
        store.changeTokens<never>(appId, () => okAsync({ kind: 'keep' })),
      );
      assert.deepEqual(kept, { tokens: held, updates: [] });
    },
  },
  {
    name: 'changeTokens answers null where there is nothing to hold, and asks nobody',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      for (const appId of [app.appId, randomUUID(), 'no such app', '\0']) {
        const answer = await store.changeTokens(appId, () => errAsync('asked'));
        assert.equal(answer._unsafeUnwrap(), null);
      }
    },
  },
];

async function connected({ keyStore, connectionStore: store }: StorageSubject) {
  const { app } = await makeApp(keyStore);
  const { appId } = app;
  await answered(store.putConnection(sampleConnection(appId), sampleAct));
  const held = await answered(store.tokens(appId));
  assert.ok(held !== null);
  return { store, appId, held };
}

/** Some turns of the event loop later. */
function after<Value>(work: () => Value): ResultAsync<Value, never> {
  return ResultAsync.fromSafePromise(
    new Promise<void>((resolve) => setImmediate(resolve)).then(work),
  );
}
