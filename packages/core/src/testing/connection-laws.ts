import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { okAsync } from 'neverthrow';

import type { ConnectionStatus } from '../domain/connection.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { Update } from '../domain/update.ts';
import type { NewConnection } from '../ports/connection-store.ts';
import { sampleConnection, sampleTokens } from './connection-samples.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { assertNews, needsPerson } from './harness/connection-news.ts';
import { makeApp } from './harness/make-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** How connections are made, seen and ended. */
export const connectionLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'putConnection makes a connection, seen by all without its tokens, and one entry',
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      const given = [];
      for (const tokens of [sampleTokens(), sampleTokens(null)]) {
        const { app } = await makeApp(keyStore);
        assert.equal(await answered(store.connection(app.appId)), null);
        assert.equal(await answered(store.tokens(app.appId)), null);
        given.push(sampleConnection(app.appId, { tokens, scopes: [] }));
      }
      for (const connection of given) {
        const { appId } = connection;
        const before = Date.now();
        const { connection: status } = await answered(store.putConnection(connection, sampleAct));
        assertConnected(status, connection, before);
        assert.deepEqual(await answered(store.connection(appId)), status);
        const entries = await auditTrail(subject, { appId, actions: ['connection.made'] });
        assert.deepEqual(
          entries.map(({ actor, subjectId }) => [actor, subjectId]),
          [[sampleAct.actor, appId]],
        );
      }
      const all = await answered(store.connections());
      assert.deepEqual(
        all.map(({ appId }) => appId).toSorted(),
        given.map(({ appId }) => appId).toSorted(),
      );
      for (const status of all) {
        assert.deepEqual(await answered(store.connection(status.appId)), status);
      }
    },
  },
  {
    name: 'tokens are as they were given, and those of one app are never given to another',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const lives = [3_600, 0, 1.5, null, Number.MAX_SAFE_INTEGER];
      const given = [];
      for (const expiresIn of lives) {
        const { app } = await makeApp(keyStore);
        const tokens = { ...sampleTokens(expiresIn), ...(expiresIn === null && NO_REFRESH) };
        const before = Date.now();
        const connection = sampleConnection(app.appId, { tokens });
        await answered(store.putConnection(connection, sampleAct));
        given.push({ before, after: Date.now(), ...connection });
      }
      for (const { appId, companyId, tokens, before, after } of given) {
        const held = await answered(store.tokens(appId));
        assert.ok(held !== null);
        const { obtainedAt, expiresAt, ...rest } = held;
        assert.deepEqual(rest, {
          accessToken: tokens.accessToken,
          refreshToken: tokens.refreshToken,
          unclearRefreshes: 0,
          lastUnclearAt: null,
          companyId,
        });
        assert.ok(before <= obtainedAt && obtainedAt <= after);
        const { expiresIn } = tokens;
        const wanted = expiresIn === null ? null : Math.min(obtainedAt + expiresIn * 1_000, LAST);
        assert.equal(expiresAt, wanted);
      }
    },
  },
  {
    name: 'putConnection replaces the connection there was, whatever its company',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      const { appId } = app;
      await answered(store.putConnection(sampleConnection(appId), sampleAct));
      await answered(
        store.changeTokens(appId, () => okAsync({ kind: 'refreshed', tokens: sampleTokens() })),
      );
      const next = sampleConnection(appId, {
        companyId: null,
        userId: null,
        officeId: null,
        scopes: ['change_log'],
      });
      const before = Date.now();
      const { connection } = await answered(store.putConnection(next, sampleAct));
      assertConnected(connection, next, before);
      assert.deepEqual(await answered(store.connections()), [connection]);
      const held = await answered(store.tokens(appId));
      assert.equal(held?.accessToken, next.tokens.accessToken);
      assert.equal(held?.companyId, null);
    },
  },
  {
    name: "putConnection is an update for the app's clients unless the one there was had its tokens still",
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      const [app, other] = [(await makeApp(keyStore)).app, (await makeApp(keyStore)).app];
      const { appId } = app;
      const put = async (): Promise<readonly Update[]> =>
        (await answered(store.putConnection(sampleConnection(appId), sampleAct))).updates;

      await assertNews(subject, { appId, state: 'connected', updates: await put(), position: 1 });
      assert.deepEqual(await put(), []);
      await needsPerson(subject, appId);
      await assertNews(subject, { appId, state: 'connected', updates: await put(), position: 3 });
      await answered(store.endConnection(appId, sampleAct));
      await assertNews(subject, { appId, state: 'connected', updates: await put(), position: 4 });
      assert.equal((await answered(subject.updateLog.head(other.appId)))?.position, 0);
    },
  },
  {
    name: 'putConnection by many at once is one connection, whole, and one update',
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      for (let round = 0; round < 4; round += 1) {
        const { app } = await makeApp(keyStore);
        const given = Array.from({ length: 6 }, (_none, nth) =>
          sampleConnection(app.appId, { companyId: `${nth + 1}` }),
        );
        const made = await Promise.all(
          given.map((one) => answered(store.putConnection(one, sampleAct))),
        );
        assert.equal(made.flatMap(({ updates }) => updates).length, 1);
        const held = await answered(store.tokens(app.appId));
        const kept = given.find(({ companyId }) => companyId === held?.companyId);
        assert.equal(held?.accessToken, kept?.tokens.accessToken);
        assert.equal(held?.refreshToken, kept?.tokens.refreshToken);
      }
    },
  },
  {
    name: 'endConnection takes the tokens away, answers with what it was, and is one entry',
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      const [app, other] = [(await makeApp(keyStore)).app, (await makeApp(keyStore)).app];
      const { connection } = await answered(
        store.putConnection(sampleConnection(app.appId), sampleAct),
      );
      const kept = await answered(store.putConnection(sampleConnection(other.appId), sampleAct));

      assert.deepEqual(await answered(store.endConnection(app.appId, sampleAct)), connection);
      assert.equal(await answered(store.connection(app.appId)), null);
      assert.equal(await answered(store.tokens(app.appId)), null);
      assert.deepEqual(await answered(store.connections()), [kept.connection]);
      const entries = await auditTrail(subject, { actions: ['connection.ended'] });
      assert.deepEqual(
        entries.map(({ appId, subjectId }) => [appId, subjectId]),
        [[app.appId, app.appId]],
      );
    },
  },
  {
    name: 'endConnection answers null where there is none, writes nothing, and by many at once ends one',
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      const { app } = await makeApp(keyStore);
      const before = await auditTrail(subject);
      for (const appId of [app.appId, randomUUID(), 'no such app', '\0']) {
        assert.equal(await answered(store.endConnection(appId, sampleAct)), null);
        assert.equal(await answered(store.tokens(appId)), null);
      }
      assert.deepEqual(await auditTrail(subject), before);

      await answered(store.putConnection(sampleConnection(app.appId), sampleAct));
      await needsPerson(subject, app.appId);
      const end = () => answered(store.endConnection(app.appId, sampleAct));
      const ended = await Promise.all(Array.from({ length: 6 }, end));
      assert.deepEqual(
        ended.flatMap((status) => status?.state ?? []),
        ['reauthorisation_needed'],
      );
      const entries = await auditTrail(subject, { actions: ['connection.ended'] });
      assert.equal(entries.length, 1);
    },
  },
];

const NO_REFRESH = { refreshToken: null };
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

function assertConnected(status: ConnectionStatus, given: NewConnection, before: number): void {
  const { tokens, ...rest } = given;
  const connectedAt = Date.parse(status.connectedAt);
  assert.ok(before <= connectedAt && connectedAt <= Date.now());
  assert.deepEqual(status, {
    ...rest,
    state: 'connected',
    expiresAt:
      tokens.expiresIn === null ? null : timestampOf(connectedAt + tokens.expiresIn * 1_000),
    connectedAt: status.connectedAt,
    refreshedAt: null,
  });
}
