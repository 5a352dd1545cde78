import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';

import type { KeptAnswer } from '../ports/idempotency-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { onceRequest } from './harness/once-request.ts';
import { openApp } from './harness/open-app.ts';
import { numbers } from './harness/payloads.ts';
import { followsIdempotencyModel } from './idempotency-model.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/**
 * What every IdempotencyStore keeps. Three promises cannot be seen through the port: that change and
 * answer are kept together whatever dies, how long an answer is kept, and that it is not readable
 * without the key. An adapter tests them itself.
 */
export const idempotencyStoreLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'once gives the answer of the first time again, whatever the key and the answer',
    check: async (open) => {
      const { idempotencyStore } = await open();
      const given = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
      await checkProperty(given, async ([text, body]) => {
        const request = onceRequest(`${randomUUID()} ${text}`);
        const answer = { status: 201, body };
        const answers = [
          await answered(idempotencyStore.once(request, () => okAsync(answer))),
          await answered(idempotencyStore.once(request, () => okAsync(OTHER_ANSWER))),
        ];
        assert.deepEqual(answers, [answer, answer]);
      });
    },
  },
  {
    name: 'once does the work of many that come together once, and gives all the one answer',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(5)) {
        const before = await appIds(subject);
        const request = onceRequest();
        const answers = await Promise.all(
          numbers(20).map(() =>
            answered(subject.idempotencyStore.once(request, () => openingApp(subject))),
          ),
        );
        const made = (await appIds(subject)).filter((appId) => !before.includes(appId));
        assert.equal(made.length, 1);
        assert.deepEqual(
          answers.map(({ body }) => body),
          answers.map(() => made[0]),
        );
      }
    },
  },
  {
    name: 'what the work of once changed is there for whoever comes after, its answer with it',
    check: async (open) => {
      const subject = await open();
      const request = onceRequest();
      const { body } = await answered(
        subject.idempotencyStore.once(request, () => openingApp(subject)),
      );
      assert.equal((await answered(subject.keyStore.app(body)))?.appId, body);
      const again = subject.idempotencyStore.once(request, () => openingApp(subject));
      assert.equal((await answered(again)).body, body);
    },
  },
  {
    name: 'work that is apart commits by itself: what it did stays when it fails, and is done anew',
    check: async (open) => {
      const subject = await open();
      const request = { ...onceRequest(), isApart: true };
      const failing = subject.idempotencyStore.once(request, () =>
        openingApp(subject).andThen(() => errAsync({ kind: 'cut-off' as const })),
      );
      assert.ok((await failing).isErr());
      assert.equal((await appIds(subject)).length, 1);
      const seen: number[] = [];
      const work = () =>
        openingApp(subject).andThen((answer) =>
          // Seen by others before the work is over.
          ResultAsync.fromSafePromise(appIds(subject)).map((ids) => {
            seen.push(ids.length);
            return answer;
          }),
        );
      const first = await answered(subject.idempotencyStore.once(request, work));
      const again = await answered(subject.idempotencyStore.once(request, work));
      assert.deepEqual(again, first);
      assert.deepEqual(seen, [2]);
    },
  },
  {
    name: 'work sees what it changed itself',
    check: async (open) => {
      const { idempotencyStore, ...subject } = await open();
      const seen = await answered(
        idempotencyStore.once(onceRequest(), () =>
          openingApp(subject).andThen(({ status, body }) =>
            subject.keyStore.app(body).map((app) => ({ status, body: app?.appId ?? 'not seen' })),
          ),
        ),
      );
      assert.equal((await answered(subject.keyStore.app(seen.body)))?.appId, seen.body);
    },
  },
  {
    name: 'once gives the fault of work that fails, and does it anew with the same key',
    check: async (open) => {
      const { idempotencyStore } = await open();
      const request = onceRequest();
      for (const nth of numbers(3)) {
        const fault = { kind: 'fault-of-a-law', nth };
        const outcome = await idempotencyStore.once(request, () => errAsync(fault));
        assert.deepEqual(outcome.isErr() && outcome.error, fault);
      }
      const answer = await answered(idempotencyStore.once(request, () => okAsync(ANSWER)));
      assert.deepEqual(answer, ANSWER);
    },
  },
  {
    name: 'of many that come together those behind one that fails do the work',
    check: async (open) => {
      const { idempotencyStore } = await open();
      for (const _round of numbers(5)) {
        const request = onceRequest();
        let tries = 0;
        const outcomes = await Promise.all(
          numbers(6).map(() =>
            idempotencyStore.once(request, () => {
              tries += 1;
              return tries <= 2 ? errAsync({ kind: 'fault-of-a-law' }) : okAsync(ANSWER);
            }),
          ),
        );
        assert.equal(outcomes.filter((outcome) => outcome.isOk()).length, 4);
        assert.equal(tries, 3);
      }
    },
  },
  {
    name: 'once refuses a key that came with something else, and does nothing then',
    check: async (open) => {
      const { idempotencyStore } = await open();
      const key = randomUUID();
      await answered(idempotencyStore.once(onceRequest(key), () => okAsync(ANSWER)));
      let isDone = false;
      const refusal = await idempotencyStore.once(onceRequest(key, 'another request'), () => {
        isDone = true;
        return okAsync(OTHER_ANSWER);
      });
      assert.equal(refusal.isErr() && refusal.error.kind, 'idempotency-key-reused');
      assert.equal(isDone, false);
      const again = await answered(idempotencyStore.once(onceRequest(key), () => okAsync(ANSWER)));
      assert.deepEqual(again, ANSWER);
    },
  },
  {
    name: 'of two different requests that come together with one key one is done, one refused',
    check: async (open) => {
      const { idempotencyStore } = await open();
      for (const _round of numbers(5)) {
        const key = randomUUID();
        const requests = ['one request', 'another request'].map((asked) => onceRequest(key, asked));
        let done = 0;
        const outcomes = await Promise.all(
          requests.map((request) =>
            idempotencyStore.once(request, () => {
              done += 1;
              return okAsync(ANSWER);
            }),
          ),
        );
        const refused = outcomes.filter((outcome) => outcome.isErr());
        assert.deepEqual(
          refused.map((outcome) => outcome.isErr() && outcome.error.kind),
          ['idempotency-key-reused'],
        );
        assert.equal(done, 1);
      }
    },
  },
  {
    name: 'keys do not wait for one another',
    check: async (open) => {
      const { idempotencyStore } = await open();
      const other = Promise.withResolvers<KeptAnswer>();
      const waiting = idempotencyStore.once(onceRequest(), () =>
        ResultAsync.fromSafePromise(other.promise),
      );
      other.resolve(await answered(idempotencyStore.once(onceRequest(), () => okAsync(ANSWER))));
      assert.deepEqual(await answered(waiting), ANSWER);
    },
  },
  {
    name: 'no call of once throws or rejects, whatever it is given',
    check: async (open) => {
      const { idempotencyStore } = await open();
      const keys = ['', "'; --", 'nul \u0000', '\uD800', '__proto__', 'x'.repeat(5_000)];
      const works = [
        () => okAsync(ANSWER),
        () => okAsync({ status: Number.NaN, body: 'nul \u0000 \uD800' }),
        () => {
          throw new Error('work may throw');
        },
        () => ResultAsync.fromSafePromise<KeptAnswer>(Promise.reject(new Error('or reject'))),
      ];
      for (const key of keys) {
        for (const [nth, work] of works.entries()) {
          const request = { key: key === '' ? key : `${key}${nth}`, digest: new Uint8Array(nth) };
          const answer: unknown = await idempotencyStore.once(request, work);
          assert.ok(typeof answer === 'object' && answer !== null && 'isOk' in answer);
        }
      }
    },
  },
  followsIdempotencyModel,
];

const ANSWER: KeptAnswer = { status: 200, body: '{"success":true}' };
const OTHER_ANSWER: KeptAnswer = { status: 200, body: '{"success":"again"}' };

/** Work with an effect; its answer is the id of the app. */
function openingApp(subject: Pick<StorageSubject, 'keyStore'>): ResultAsync<KeptAnswer, never> {
  return ResultAsync.fromSafePromise(openApp(subject)).map(({ appId }) => ({
    status: 201,
    body: appId,
  }));
}

async function appIds({ keyStore }: StorageSubject): Promise<readonly string[]> {
  return (await allRows((page) => keyStore.apps(page))).map(({ appId }) => appId);
}
