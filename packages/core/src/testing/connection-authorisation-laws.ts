import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import {
  sampleAuthorisation,
  sampleConnection,
  sampleDigest,
  sampleLink,
} from './connection-samples.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const ROUNDS = 5;
const AT_ONCE = 8;

/** What opens the way to a connection: links, and authorisations that have been begun. */
export const connectionAuthorisationLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'takeConnectLink gives the app that the link is for, once, and adding one is one entry',
    async check(open) {
      const subject = await open();
      const { keyStore, connectionStore: store } = subject;
      const [first, second] = [await makeApp(keyStore), await makeApp(keyStore)];
      const links = [first, second].map(({ app }) => sampleLink(app.appId));
      for (const link of links) await answered(store.addConnectLink(link, sampleAct));
      for (const { digest, appId } of links) {
        assert.equal(await answered(store.takeConnectLink(sampleDigest())), null);
        assert.equal(await answered(store.takeConnectLink(digest)), appId);
        assert.equal(await answered(store.takeConnectLink(digest)), null);
        const entries = await auditTrail(subject, { appId, actions: ['connect-link.created'] });
        assert.deepEqual(
          entries.map(({ actor, subjectId }) => [actor, subjectId]),
          [[sampleAct.actor, appId]],
        );
      }
    },
  },
  {
    name: 'takeConnectLink by many at once gives the app to one of them',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      for (let round = 0; round < ROUNDS; round += 1) {
        const link = sampleLink(app.appId);
        await answered(store.addConnectLink(link, sampleAct));
        const taken = await atOnce(() => answered(store.takeConnectLink(link.digest)));
        assert.deepEqual(
          taken.filter((appId) => appId !== null),
          [app.appId],
        );
      }
    },
  },
  {
    name: 'takeConnectLink gives nothing when the time of the link is over',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      const link = sampleLink(app.appId, { until: Date.now() - 1 });
      await answered(store.addConnectLink(link, sampleAct));
      assert.equal(await answered(store.takeConnectLink(link.digest)), null);
    },
  },
  {
    name: 'takeAuthorisation gives what was begun, whole, once',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const [first, second] = [await makeApp(keyStore), await makeApp(keyStore)];
      const begun = [
        sampleAuthorisation(first.app.appId, { scopes: [] }),
        sampleAuthorisation(second.app.appId),
        sampleAuthorisation(second.app.appId),
      ];
      for (const one of begun) await answered(store.beginAuthorisation(one));
      for (const one of begun) {
        const take = () => answered(store.takeAuthorisation(one.stateDigest, one.browserDigest));
        assert.equal(await answered(store.takeAuthorisation(sampleDigest(), '')), null);
        assert.deepEqual(await take(), one);
        assert.equal(await take(), null);
      }
    },
  },
  {
    name: 'takeAuthorisation by many at once gives it to one of them',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      for (let round = 0; round < ROUNDS; round += 1) {
        const begun = sampleAuthorisation(app.appId);
        await answered(store.beginAuthorisation(begun));
        const taken = await atOnce(() =>
          answered(store.takeAuthorisation(begun.stateDigest, begun.browserDigest)),
        );
        assert.deepEqual(
          taken.filter((one) => one !== null),
          [begun],
        );
      }
    },
  },
  {
    name: 'takeAuthorisation for another browser, or too late, gives nothing, and it is used up',
    async check(open) {
      const { keyStore, connectionStore: store } = await open();
      const { app } = await makeApp(keyStore);
      const foreign = sampleAuthorisation(app.appId);
      const late = sampleAuthorisation(app.appId, { until: Date.now() - 1 });
      for (const one of [foreign, late]) await answered(store.beginAuthorisation(one));
      const take = (state: string, browser: string) =>
        answered(store.takeAuthorisation(state, browser));

      assert.equal(await take(foreign.stateDigest, late.browserDigest), null);
      assert.equal(await take(late.stateDigest, late.browserDigest), null);
      for (const one of [foreign, late]) {
        assert.equal(await take(one.stateDigest, one.browserDigest), null);
      }
    },
  },
  {
    name: 'nothing is begun for an app that is not there',
    async check(open) {
      const subject = await open();
      const { connectionStore: store } = subject;
      for (const appId of [randomUUID(), 'no such app', '', '\0']) {
        const link = sampleLink(appId);
        const begun = sampleAuthorisation(appId);
        const outcomes = [
          await store.addConnectLink(link, sampleAct),
          await store.beginAuthorisation(begun),
          await store.putConnection(sampleConnection(appId), sampleAct),
        ];
        for (const outcome of outcomes) {
          assert.equal(outcome.isErr() && outcome.error.kind, 'app-not-found');
        }
        assert.equal(await answered(store.takeConnectLink(link.digest)), null);
        const { stateDigest, browserDigest } = begun;
        assert.equal(await answered(store.takeAuthorisation(stateDigest, browserDigest)), null);
        assert.equal(await answered(store.connection(appId)), null);
      }
      assert.equal(await answered(store.takeConnectLink('\0')), null);
      assert.equal(await answered(store.takeAuthorisation('\0', '\0')), null);
      assert.deepEqual(await auditTrail(subject), []);
    },
  },
];

function atOnce<Value>(work: () => Promise<Value>): Promise<readonly Value[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, work));
}
